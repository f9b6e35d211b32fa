"""Figures of speed, printed, never asserted."""
