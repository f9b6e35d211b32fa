"""Arithmetic of the field: deadlines, denials, estimates, coordination of benefits, lanes."""
