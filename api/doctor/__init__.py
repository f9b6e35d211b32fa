"""What an installation needs, checked part by part: one function a part, each says how to mend what is wrong."""
