"""Frozen models and errors of the field; no I/O, no clock."""
