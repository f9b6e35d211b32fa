"""Documents of any format: bytes to blocks of text with page, heading path and table row, within bounds."""
