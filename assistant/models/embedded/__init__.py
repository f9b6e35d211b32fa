"""The embedded model: a deterministic chat model that plans tool calls and words replies from what they return."""
