"""Typed, dated views over the data files of ``corpus/tables``."""
