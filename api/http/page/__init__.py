"""The page where a biller turns a denial into a signed letter: rendered here, with one style sheet and one script."""
