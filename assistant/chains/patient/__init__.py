"""What texts for patients share: traced figures, care in plain words, and the reading of what a plan has paid."""
