"""Rules on claims, one file each, and the engine that applies them."""
