"""The assistant's tools for other models, over the Model Context Protocol: everything reads, nothing is kept."""
