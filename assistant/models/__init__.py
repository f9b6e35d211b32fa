"""Chat models: the embedded deterministic one, and any LangChain model behind the same interface."""
