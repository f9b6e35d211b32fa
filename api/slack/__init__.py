"""The door in a chat workspace: Bolt verifies and parses, this package decides, works and answers."""
