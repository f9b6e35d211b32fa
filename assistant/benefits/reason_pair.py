"""One reading out of a group code, a CARC and its remarks."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.domain.denial import DenialReading
from assistant.domain.draft import DraftAction
from assistant.tables.reasons import Appeal, CategoryRow, ReasonRow, categories

SOURCE_OF_PHRASES = "denial_phrases.csv"

#: Remarks after which only a corrected claim is open.
_NO_APPEAL = frozenset({"MA130", "N211", "N704"})
#: Remarks that state a right of appeal.
_MAY_APPEAL = frozenset({"MA01", "MA02", "N1", "N210", "N138", "N358"})
#: Remarks that free the patient from the amount.
_PATIENT_FREE = frozenset({"M39"})

#: Steps after which somebody else may pay, so that the patient is not billed before.
_FIRST_ELSEWHERE = frozenset({"bill_other", "write_off"})
_FIRST_STEPS = frozenset({"correct_and_resubmit", "send_records", "bill_other", "none", "not_ready"})

_APPEALABLE: dict[Appeal, bool | None] = {
    "yes": True,
    "no": False,
    "fix_first": False,
    "conditional": None,
    "unknown": None,
}

_WHO = {
    "CO": "The provider bears it (group CO): never the patient.",
    "PI": "The payer reduced it on its own view (group PI): dispute it; the patient is not billed.",
    "PR": "The patient, or the next plan, bears it (group PR).",
    "OA": "Neither the contract nor the patient is named (group OA).",
    "CR": "A correction of an earlier claim (group CR): match it with the reversal.",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What there is to read: the rows found, every code as given, and what did not fit."""

    group: str | None
    rows: tuple[ReasonRow, ...]
    codes: tuple[str, ...]
    text: str = ""
    problems: tuple[str, ...] = ()

    @property
    def carc(self) -> ReasonRow | None:
        """The reason code's row."""
        return next((row for row in self.rows if row.system == "carc"), None)

    @property
    def remarks(self) -> tuple[ReasonRow, ...]:
        """The remarks that say what exactly."""
        return tuple(row for row in self.rows if row.system == "rarc" and row.role == "decides")

    @property
    def silent(self) -> bool:
        """Whether the CARC only points to a remark that is not there."""
        return self.carc is not None and self.carc.role == "generic" and not self.remarks

    def has(self, codes: frozenset[str]) -> bool:
        """Whether one of these remarks is given."""
        return any(row.system == "rarc" and row.code in codes for row in self.rows)


def unclear(given: Given, why: str) -> DenialReading:
    """The category ``unknown`` with the reason and what would settle it."""
    row = categories()["unknown"]
    action, may_bill = _settled(row.action, None, _billable_by_group(given.group))
    return DenialReading(
        category="unknown",
        action=action,
        meaning=f"{row.meaning} {why}".strip(),
        patient_meaning=_patient_meaning(row, action, may_bill),
        root_cause="unknown",
        appealable=None,
        may_bill_patient=may_bill,
        obtain=row.obtain,
        codes=given.codes,
        why=why,
        notes=given.problems,
        source="denial_actions.csv",
    )


def combine(given: Given) -> DenialReading:
    """The reading of codes: the CARC decides, a generic CARC is decided by its remark."""
    main, problem = _main(given)
    if main is None:
        return unclear(given, problem)
    row = categories()[main.category]
    action = _action(given, main)
    appealable = _appealable(given, main)
    action, may_bill = _settled(action, appealable, _may_bill(given, main))
    return DenialReading(
        category=main.category,
        action=action,
        meaning=_meaning(given, row),
        patient_meaning=_patient_meaning(row, action, may_bill),
        root_cause=main.root_cause,
        appealable=appealable,
        may_bill_patient=may_bill,
        obtain=(*_obtain(given, main, row), *_who_bears(given.group, action, main.action)),
        codes=given.codes,
        why=_why(given, main, action, may_bill),
        notes=(*given.problems, *_notes(given, main), *_held_back(given.group, action, may_bill)),
        source=f"denial_actions.csv: {', '.join(each.key for each in given.rows)}; {main.source}",
    )


def of_category(
    given: Given, row: CategoryRow, *, action: DraftAction | None, quote: str, obtain: tuple[str, ...], row_id: str
) -> DenialReading:
    """The reading of words: the category's usual course, with the phrase that named it."""
    appealable = _APPEALABLE[row.appeal]
    wanted = _under_group(given.group, action or row.action, row.appeal)
    settled, may_bill = _settled(wanted, appealable, _billable_by_group(given.group))
    return DenialReading(
        category=row.category,
        action=settled,
        meaning=row.meaning,
        patient_meaning=_patient_meaning(row, settled, may_bill),
        root_cause=row.root_cause,
        appealable=appealable,
        may_bill_patient=may_bill,
        obtain=tuple(dict.fromkeys((*obtain, *row.obtain, *_who_bears(given.group, settled, wanted)))),
        codes=given.codes,
        why=f"The words {quote!r} stand for {row.label}.",
        notes=(
            "Read from words: the codes of the remittance would make this sure.",
            *given.problems,
            *_held_back(given.group, settled, may_bill),
        ),
        source=f"{SOURCE_OF_PHRASES}: {row_id}",
    )


def _main(given: Given) -> tuple[ReasonRow | None, str]:
    """The row that decides, or why none can."""
    carc, remarks = given.carc, given.remarks
    if any("group is given as" in problem for problem in given.problems):
        return None, "The group codes contradict each other."
    if carc is None and not remarks:
        return None, "The remarks speak of rights or estimates, not of the reason: the CARC is missing."
    deciding = remarks if carc is None or carc.role == "generic" else (carc, *remarks)
    if not deciding:
        return carc, ""
    main = deciding[0]
    for other in deciding[1:]:
        if other.category != main.category and other.category not in categories()[main.category].goes_with:
            return None, f"{main.key} ({main.meaning}) and {other.key} ({other.meaning}) contradict each other."
    return main, ""


def _action(given: Given, main: ReasonRow) -> DraftAction:
    if given.has(_NO_APPEAL):
        return "correct_and_resubmit"
    if given.group == "PR" and main.action_pr:
        return main.action_pr
    if given.group in ("CO", "PI") and main.action_co:
        return main.action_co
    return _under_group(given.group, main.action, main.appeal)


def _under_group(group: str | None, action: DraftAction, appeal: Appeal) -> DraftAction:
    """The first move under a group: a provider's amount never goes to the patient, nor the reverse."""
    if group == "PR" and action == "write_off":
        return "patient"
    if group == "PI" and action in ("patient", "write_off"):
        return "appeal"
    if group == "CO" and action == "patient":
        return "appeal" if appeal == "yes" else "write_off"
    if group == "CR":
        return "none"
    return action


def _settled(action: DraftAction, appealable: bool | None, may_bill: bool | None) -> tuple[DraftAction, bool | None]:
    """The first move and whether the patient may be billed now, so that the one never contradicts the other.

    No bill to a patient who may not be billed, none while another step comes first, no appeal where none is open;
    where nothing says who bears the amount, that is asked before anybody is billed.
    """
    if action == "appeal" and appealable is False:
        action = "correct_and_resubmit"
    if action == "patient" and may_bill is None:
        action = "not_ready"
    if action == "patient" and may_bill is False:
        action = "appeal" if appealable else "write_off"
    if (may_bill is True and action not in ("patient", "appeal")) or (may_bill is None and action in _FIRST_ELSEWHERE):
        may_bill = False
    return action, may_bill


def _who_bears(group: str | None, action: DraftAction, wanted: DraftAction) -> tuple[str, ...]:
    """What to ask where the amount would go to the patient and nothing says so."""
    if action != "not_ready" or wanted != "patient":
        return ()
    if group == "OA":
        return ("the payer's word on who bears the amount",)
    return ("the group code of the remittance (PR or CO): it says who bears the amount",)


def _held_back(group: str | None, action: DraftAction, may_bill: bool | None) -> tuple[str, ...]:
    """Why a patient whom the group names is not billed now."""
    if group != "PR" or may_bill is not False or action not in _FIRST_STEPS:
        return ()
    return ("Group PR names the patient, but another step comes first: bill only what is left after it.",)


def _appealable(given: Given, main: ReasonRow) -> bool | None:
    if given.has(_NO_APPEAL):
        return False
    if given.has(_MAY_APPEAL):
        return True
    return _APPEALABLE[main.appeal]


def _may_bill(given: Given, main: ReasonRow) -> bool | None:
    rows = [row for row in (given.carc, main) if row is not None]
    if given.has(_PATIENT_FREE) or any(row.bill_patient == "not_yet" for row in rows):
        return False
    by_group = _billable_by_group(given.group)
    if by_group is not None:
        return by_group
    if main.bill_patient in ("yes", "no"):
        return main.bill_patient == "yes"
    return None


def _billable_by_group(group: str | None) -> bool | None:
    return {"PR": True, "CO": False, "PI": False}.get(group or "")


def _meaning(given: Given, row: CategoryRow) -> str:
    """Each code with its own meaning; words alone when there is no code."""
    parts = []
    for each in given.rows:
        prefix = f"{given.group}-" if each.system == "carc" and given.group else ""
        parts.append(f"{prefix}{each.code}: {each.meaning}.")
    return " ".join(parts) or row.meaning


def _patient_meaning(row: CategoryRow, action: DraftAction, may_bill: bool | None) -> str:
    if may_bill and action == "appeal":
        return f"{row.patient_meaning} The plan counts this part as yours; we are asking it to look again first."
    if may_bill is False:
        return f"{row.patient_meaning} You do not owe this amount now."
    if may_bill:
        return f"{row.patient_owes or row.patient_meaning} This part is yours to pay, once any other plan has paid."
    return row.patient_meaning


def _obtain(given: Given, main: ReasonRow, row: CategoryRow) -> tuple[str, ...]:
    """What the remarks name first, then what the reason asks for."""
    listed = [item for each in given.remarks for item in each.obtain]
    listed += [*main.obtain, *(() if listed or main.obtain else row.obtain)]
    if given.carc is not None and given.carc.needs_rarc and not given.remarks:
        listed.insert(0, "the remark code that goes with this reason")
    return tuple(dict.fromkeys(listed))


def _why(given: Given, main: ReasonRow, action: DraftAction, may_bill: bool | None) -> str:
    words = "nothing to send yet; check first" if action == "none" else action.replace("_", " ")
    parts = [f"{main.key} ({main.meaning[0].lower() + main.meaning[1:]}) calls for: {words}."]
    if given.has(_NO_APPEAL):
        parts = [f"The remark leaves no appeal; {words} is open."]
    if given.group:
        parts.append(_WHO[given.group])
    if may_bill is False and main.bill_patient == "not_yet":
        parts.append("The patient is not billed until the other plan has decided.")
    return " ".join(parts)


def _notes(given: Given, main: ReasonRow) -> list[str]:
    notes = []
    carc = given.carc
    if carc is not None and carc.groups and given.group and given.group not in carc.groups:
        notes.append(f"The code list pairs {carc.key} with {', '.join(carc.groups)} only; {given.group} is unusual.")
    if carc is not None and carc.needs_rarc and not given.remarks:
        notes.append(f"{carc.key} always comes with a remark code; without it the reason is not complete.")
    if main.bill_patient == "waiver":
        notes.append("The patient may be billed only under a notice signed before the service.")
    if not given.group and carc is not None:
        notes.append("The group code is not given, so who bears the amount is not sure.")
    notes.extend(f"{row.key}: {row.note}." for row in given.rows if row.note and row.confidence == "high")
    notes.extend(
        f"{row.key}: confidence {row.confidence}. {row.note}" for row in given.rows if row.confidence != "high"
    )
    return notes
