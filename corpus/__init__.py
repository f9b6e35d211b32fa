"""Policies, guides, protocols, playbooks and dated tables: data only."""
