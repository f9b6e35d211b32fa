"""Claimwright: proof-carrying answers and drafts over payer policies."""
