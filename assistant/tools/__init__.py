"""One LangChain tool per file, thin over what exists."""
