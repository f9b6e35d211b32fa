"""Labelled cases, tasks, scorers and benches."""
