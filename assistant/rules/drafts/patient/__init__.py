"""Rules on texts that a patient reads."""
