"""Runs every rule on drafts in one pass."""

from __future__ import annotations

from assistant.domain.finding import Finding
from assistant.rules.drafts.comparison import compare
from assistant.rules.drafts.contradiction_open import contradiction_open
from assistant.rules.drafts.criteria_quotes import criteria_quotes
from assistant.rules.drafts.deadline_ahead import deadline_ahead
from assistant.rules.drafts.edited.edited_blank import edited_blank
from assistant.rules.drafts.edited.edited_chart import edited_chart
from assistant.rules.drafts.edited.edited_computed import edited_computed
from assistant.rules.drafts.edited.edited_deadline import edited_deadline
from assistant.rules.drafts.edited.edited_enclosure import edited_enclosure
from assistant.rules.drafts.edited.edited_fillable import edited_fillable
from assistant.rules.drafts.edited.edited_finding import edited_finding
from assistant.rules.drafts.edited.edited_law import edited_law
from assistant.rules.drafts.edited.edited_left_out import edited_left_out
from assistant.rules.drafts.edited.edited_name import edited_name
from assistant.rules.drafts.edited.edited_promise import edited_promise
from assistant.rules.drafts.edited.edited_quote import edited_quote
from assistant.rules.drafts.edited.edited_statement import edited_statement
from assistant.rules.drafts.edited.edited_status import edited_status
from assistant.rules.drafts.edited.edited_tone import edited_tone
from assistant.rules.drafts.edited.edited_value import edited_value
from assistant.rules.drafts.law_needs_funding import law_needs_funding
from assistant.rules.drafts.no_promise import no_promise
from assistant.rules.drafts.patient.bare_code import bare_code
from assistant.rules.drafts.patient.estimate_said import estimate_said
from assistant.rules.drafts.patient.identity_first import identity_first
from assistant.rules.drafts.patient.next_step_dated import next_step_dated
from assistant.rules.drafts.patient.patient_blame import patient_blame
from assistant.rules.drafts.patient.patient_figures import patient_figures
from assistant.rules.drafts.patient.patient_finding import patient_finding
from assistant.rules.drafts.patient.patient_grade import patient_grade
from assistant.rules.drafts.patient.patient_length import patient_length
from assistant.rules.drafts.patient.patient_outcome import patient_outcome
from assistant.rules.drafts.patient.patient_pressure import patient_pressure
from assistant.rules.drafts.patient.text_message import text_message
from assistant.rules.drafts.placeholder_open import placeholder_open
from assistant.rules.drafts.policy_in_force import policy_in_force
from assistant.rules.drafts.quote_verbatim import quote_verbatim
from assistant.rules.drafts.rule import DraftRule, Sheet
from assistant.rules.drafts.source_stands import source_stands
from assistant.rules.drafts.statement_has_source import statement_has_source
from assistant.rules.drafts.values_proved import values_proved

#: On the statements of a text that a patient reads.
PATIENT_RULES: tuple[DraftRule, ...] = (
    patient_grade,
    patient_pressure,
    patient_blame,
    patient_outcome,
    text_message,
    patient_figures,
    patient_finding,
    identity_first,
    next_step_dated,
    estimate_said,
    patient_length,
    bare_code,
)

#: On the statements of a draft.
DRAFT_RULES: tuple[DraftRule, ...] = (
    statement_has_source,
    source_stands,
    values_proved,
    quote_verbatim,
    policy_in_force,
    law_needs_funding,
    no_promise,
    placeholder_open,
    deadline_ahead,
    criteria_quotes,
    contradiction_open,
    *PATIENT_RULES,
)

#: On what a person changed in a letter.
EDIT_RULES: tuple[DraftRule, ...] = (
    edited_value,
    edited_quote,
    edited_finding,
    edited_name,
    edited_law,
    edited_promise,
    edited_status,
    edited_chart,
    edited_enclosure,
    edited_blank,
    edited_computed,
    edited_statement,
    edited_deadline,
    edited_left_out,
    edited_fillable,
    edited_tone,
)


def check_draft(sheet: Sheet) -> tuple[Finding, ...]:
    """Every finding on a draft."""
    return tuple(finding for rule in DRAFT_RULES for finding in rule.findings(sheet))


def check_edited(text: str, fresh: str, sheet: Sheet) -> tuple[Finding, ...]:
    """Every finding on an edited letter, ``fresh`` being the letter that the same case gives.

    Lines that stand in the fresh letter are proved already; what was changed or added is
    judged by the same evidence.
    """
    edited = compare(text, fresh, sheet)
    return tuple(finding for rule in EDIT_RULES for finding in rule.findings(edited))
