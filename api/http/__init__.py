"""The HTTP service: the same assistant, for programs and for the page."""
