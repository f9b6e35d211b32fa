"""Drafts with one planted error each: how many the rules catch, and how often they cry over nothing."""
