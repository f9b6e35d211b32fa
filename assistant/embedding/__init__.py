"""Texts to unit vectors; the only importer of onnxruntime, sentence-transformers and torch."""

from assistant.embedding.load import load_embedder

__all__ = ["load_embedder"]
