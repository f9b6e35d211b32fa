"""The three numbers, the reading rule and the worklist, over the claims of an export."""
