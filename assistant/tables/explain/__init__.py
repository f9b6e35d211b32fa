"""Explaining a code from the loaded tables, one module for each kind of code."""
