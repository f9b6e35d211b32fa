"""FHIR R4 resources as JSON: bytes -> checked JSON -> records."""

from __future__ import annotations

from assistant.readers.fhir.read import read_fhir

__all__ = ["read_fhir"]
