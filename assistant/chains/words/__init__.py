"""Wording: a model's words for statements whose proved parts are locked."""
