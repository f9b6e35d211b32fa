"""What a question is answered with, for the description: one answer with its proof, one question back."""

from __future__ import annotations

from typing import Any

_QUOTE = "Prior authorization is required for E0486 and K1027 from every provider, in network or not."
_DOCUMENT = "northlake-oral-appliance-2026"
_SAID = f'Northlake Health, in force from January 1, 2026: "{_QUOTE}"'

ANSWER: dict[str, Any] = {
    "schema_version": "1",
    "action": "answer",
    "status": "ready",
    "text": f"{_SAID} [1]",
    "statements": [
        {
            "id": "s1",
            "type": "policy",
            "text": _SAID,
            "sources": [
                {"kind": "passage", "key": f"{_DOCUMENT}#0f57f721", "document": _DOCUMENT, "quote": _QUOTE},
            ],
            "section": "answer",
        }
    ],
    "citations": [
        {
            "key": f"{_DOCUMENT}#0f57f721",
            "document": _DOCUMENT,
            "title": "Northlake Health Medical Policy NL-SLP-014, Oral Appliances for Obstructive Sleep Apnea (2026)",
            "section": "7. Prior authorization",
            "page": None,
            "payer": "Northlake Health",
            "effective_from": "2026-01-01",
            "effective_through": None,
            "quote": _QUOTE,
            "url": None,
            "provenance": "invented",
        }
    ],
    "tools": [{"name": "search_policies", "args": {"query": "does northlake ppo need authorization for E0486?"}}],
    "thread": "front-desk-7",
    "trace_id": "297e27416dc343f4",
    "model": "embedded",
}

QUESTION_BACK: dict[str, Any] = {
    "schema_version": "1",
    "action": "clarify",
    "status": "clarify",
    "text": "Which payer and plan is this for?",
    "questions": ["Which payer and plan is this for?"],
    "thread": "front-desk-7",
    "trace_id": "5d0e7c1aa2b94f60",
    "model": "embedded",
}

#: Under their names, as a response's content takes them.
ANSWERS = {
    "answer": {"summary": "A cited answer", "value": ANSWER},
    "question_back": {"summary": "One question back, where the payer decides", "value": QUESTION_BACK},
}
