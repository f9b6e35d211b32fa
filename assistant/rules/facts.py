"""What the rules may ask of a claim: dated questions with one answer each, worked out once.

Every answer is as of the date of service of the line, or of the claim's as-of date where a line has none. A value
that cannot be read is empty here, never guessed; the rule that owns the field says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.codes.tooth import Tooth
from assistant.domain.claim import Attachment, Claim, Coverage, HistoryEntry, ServiceLine
from assistant.domain.codes import ToothSystem
from assistant.domain.errors import CodeError
from assistant.rules.reading import (
    CodeKind,
    kind_of_code,
    misplaced_seventh,
    read_area,
    read_code,
    read_diagnosis,
    read_modifier,
    read_place,
    read_standing,
    read_surfaces,
    read_teeth,
)
from assistant.tables.attachments import AttachmentKind, normalise
from assistant.tables.medical_procedures import MedicalProcedure, medical_procedure
from assistant.tables.procedures import Procedure, groups_of, procedure

if TYPE_CHECKING:
    from assistant.domain.fact import Mention, MentionKind
    from assistant.domain.policy import Limit
    from assistant.domain.ports import PolicyLimits
    from assistant.tables.icd10cm import Icd10cm, Laterality, Standing


@dataclass(frozen=True, slots=True)
class Service:
    """A service on the claim or in the history, with its place in the mouth read.

    ``quadrants`` and ``arches`` hold every place that the teeth, the area or the code itself name; empty means
    not stated. ``where`` is the path of a claim line, ``None`` for history.
    """

    code: str
    kind: CodeKind | None
    day: date
    teeth: tuple[Tooth, ...]
    surfaces: str
    area: str
    quadrants: frozenset[str]
    arches: frozenset[str]
    index: int | None = None

    @property
    def groups(self) -> frozenset[str]:
        """Word groups that the code belongs to."""
        return groups_of(self.code)

    @property
    def numbers(self) -> frozenset[str]:
        """The teeth in Universal numbering."""
        return frozenset(tooth.universal for tooth in self.teeth)

    def is_any(self, subjects: frozenset[str] | tuple[str, ...]) -> bool:
        """Whether the code, or a group that holds it, is among the subjects."""
        return self.code in subjects or not self.groups.isdisjoint(subjects)


_ARCH_OF_AREA = {"01": "upper", "02": "lower", "10": "upper", "20": "upper", "30": "lower", "40": "lower"}
_QUADRANTS = frozenset(("10", "20", "30", "40"))


def _service(done: ServiceLine | HistoryEntry, day: date, system: ToothSystem, index: int | None = None) -> Service:
    canonical = read_code(done.code)
    teeth = _teeth(done.tooth, system)
    place = (read_area(done.area).value or "") if done.area else ""
    found = procedure(canonical)
    quadrants = {each.quadrant for each in teeth}
    arches: set[str] = {each.arch for each in teeth}
    if place in _QUADRANTS:
        quadrants.add(place)
    if place in _ARCH_OF_AREA:
        arches.add(_ARCH_OF_AREA[place])
    if found is not None and found.arch:
        arches.add(found.arch)
    return Service(
        code=canonical,
        kind=kind_of_code(canonical),
        day=day,
        teeth=teeth,
        surfaces=(read_surfaces(done.surfaces).value or "") if done.surfaces else "",
        area=place,
        quadrants=frozenset(quadrants),
        arches=frozenset(arches),
        index=index,
    )


def _teeth(written: str | None, system: ToothSystem) -> tuple[Tooth, ...]:
    return (read_teeth(written, system).value or ()) if written else ()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment with its kind told; ``kind`` is ``None`` where the table does not know the word."""

    index: int
    attachment: Attachment
    kind: AttachmentKind | None
    teeth: tuple[Tooth, ...]


class Facts:
    """Answers about one claim under one tooth numbering system."""

    def __init__(
        self,
        claim: Claim,
        *,
        today: date,
        system: ToothSystem = "universal",
        limits: PolicyLimits | None = None,
        icd: Icd10cm | None = None,
    ) -> None:
        self.claim = claim
        self.as_of = claim.as_of or today
        self.system = system
        self._icd = icd
        self._limits = limits
        self._limits_of: dict[tuple[str, date], tuple[Limit, ...]] = {}
        self.services = tuple(
            _service(line, line.date_of_service or self.as_of, system, index) for index, line in enumerate(claim.lines)
        )
        self._by_line = {id(line): service for line, service in zip(claim.lines, self.services, strict=True)}

    def service(self, line: ServiceLine) -> Service:
        """The line with its code and place read."""
        return self._by_line[id(line)]

    def on(self, line: ServiceLine) -> date:
        """The date that decides for a line: of the service, else the claim's as-of date."""
        return line.date_of_service or self.as_of

    def code(self, line: ServiceLine) -> str:
        """The code in canonical form; as written where it has no known form."""
        return self._by_line[id(line)].code

    def kind(self, line: ServiceLine) -> CodeKind | None:
        """The code's system, ``None`` where the form fits none."""
        return self._by_line[id(line)].kind

    def procedure(self, line: ServiceLine) -> Procedure | None:
        """The dental procedure, ``None`` when the table lacks the code."""
        return procedure(self._by_line[id(line)].code)

    def medical(self, line: ServiceLine) -> MedicalProcedure | None:
        """The CPT or HCPCS code, ``None`` when the table lacks it."""
        return medical_procedure(self._by_line[id(line)].code)

    def title(self, line: ServiceLine) -> str:
        """The code with our short label, for a message."""
        code = self._by_line[id(line)].code
        return str(procedure(code) or medical_procedure(code) or code)

    def teeth(self, line: ServiceLine) -> tuple[Tooth, ...]:
        """The teeth of the line; empty when none is written or one cannot be read."""
        return self._by_line[id(line)].teeth

    def tooth_error(self, line: ServiceLine) -> CodeError | None:
        """Why the teeth of the line cannot be read."""
        return read_teeth(line.tooth, self.system).error if line.tooth else None

    def surfaces(self, line: ServiceLine) -> str:
        """The surfaces in canonical order; empty when none is written or one cannot be read."""
        return self._by_line[id(line)].surfaces

    def area(self, line: ServiceLine) -> str:
        """The area's two digits; empty when none is written or it cannot be read."""
        return self._by_line[id(line)].area

    def modifiers(self, line: ServiceLine) -> tuple[str, ...]:
        """The modifiers that can be read, in canonical form."""
        return tuple(code for written in line.modifiers if (code := read_modifier(written).value))

    def place(self, line: ServiceLine) -> str:
        """Place of service of the line, else of the claim; empty when none is stated or it cannot be read."""
        written = line.place_of_service or self.claim.place_of_service
        return read_place(written).value or "" if written else ""

    def place_path(self, line: ServiceLine) -> str:
        """Path of the place of service that counts for the line."""
        if line.place_of_service is not None:
            return f"lines[{self.service(line).index}].place_of_service"
        return "place_of_service"

    def age(self, line: ServiceLine) -> int | None:
        """Whole years of the patient on the date of service; ``None`` without a birth date before it."""
        born = self.claim.patient.birth_date if self.claim.patient else None
        day = self.on(line)
        if born is None or born > day:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @cached_property
    def first_day(self) -> date:
        """The earliest date of service of the claim, which decides the code set of its diagnoses."""
        return min((service.day for service in self.services), default=self.as_of)

    @cached_property
    def icd(self) -> Icd10cm | None:
        """The loaded ICD-10-CM release that speaks for the claim; ``None`` when no list is loaded."""
        return self._icd.on(self.first_day) if self._icd is not None else None

    def standing(self, diagnosis: str) -> Standing:
        """How a diagnosis stands in the release; only asked where a list is loaded and the form is right."""
        return read_standing(self.icd, diagnosis)[0] if self.icd is not None and diagnosis else "absent"

    def laterality(self, diagnosis: str) -> Laterality | None:
        """The side that a diagnosis names; ``None`` where it has none, or where no list is loaded."""
        return read_standing(self.icd, diagnosis)[1] if self.icd is not None and diagnosis else None

    @cached_property
    def diagnoses(self) -> tuple[str, ...]:
        """Each diagnosis of the claim in canonical form; empty text where the form is wrong."""
        return tuple(read_diagnosis(code).value or "" for code in self.claim.diagnoses)

    def pointed(self, line: ServiceLine) -> tuple[tuple[int, str], ...]:
        """Position and code of the diagnoses that a line points to; all of the claim where it points to none."""
        known = tuple((index, code) for index, code in enumerate(self.diagnoses) if code)
        if not line.diagnosis_pointers:
            return known
        return tuple(each for each in known if each[0] + 1 in line.diagnosis_pointers)

    def misplaced_seventh(self, diagnosis: str) -> str | None:
        """The code that a diagnosis was made from with a seventh character that does not fit or is out of place."""
        if self.icd is None:
            return None
        return misplaced_seventh(self.icd, diagnosis)

    @cached_property
    def history(self) -> tuple[Service, ...]:
        """Services already done, oldest first; the claim's own lines, where the history repeats them, left out."""
        own = {(each.code, each.day, each.teeth, each.area) for each in self.services}
        past = (_service(each, each.date_of_service, self.system) for each in self.claim.history)
        return tuple(
            sorted(
                (each for each in past if (each.code, each.day, each.teeth, each.area) not in own), key=lambda s: s.day
            )
        )

    def before(self, service: Service) -> tuple[Service, ...]:
        """Services of the patient that came before this one, history and earlier lines of the claim."""
        own = (
            each
            for each in self.services
            if each.index is not None and (each.day, each.index) < (service.day, service.index or 0)
        )
        return (*(each for each in self.history if each.day <= service.day), *own)

    @cached_property
    def missing(self) -> frozenset[str]:
        """Teeth listed as missing, in Universal numbering."""
        return frozenset(
            tooth.universal for written in self.claim.missing_teeth for tooth in _teeth(written, self.system)
        )

    @cached_property
    def enclosures(self) -> tuple[Enclosure, ...]:
        """The attachments with their kinds and teeth."""
        return tuple(
            Enclosure(index, each, normalise(each.kind), _teeth(each.tooth, self.system))
            for index, each in enumerate(self.claim.attachments)
        )

    @cached_property
    def _mentions(self) -> tuple[Mention, ...]:
        from assistant.recognise.everything import mentions

        text = self.claim.narrative or ""
        dental = self.claim.lane == "dental"
        return mentions(text, as_of=self.as_of, tooth_system=self.system, dental=dental) if text.strip() else ()

    def told(self, kind: MentionKind) -> tuple[Mention, ...]:
        """What the narrative names of a kind, in the order of the text."""
        return tuple(each for each in self._mentions if each.kind == kind)

    def universal(self, tooth: str) -> str:
        """A tooth of the narrative in Universal numbering; as it stands where no tooth has the number."""
        read = _teeth(tooth, self.system)
        return read[0].universal if read else tooth

    @cached_property
    def is_medicare(self) -> bool:
        """Whether the payer is Medicare, the private plans of Part C included."""
        return "medicare" in (self.claim.payer or "").casefold()

    @cached_property
    def coverage(self) -> Coverage | None:
        """The first plan in the lane of the claim, by order; the payer's own where its name is on a coverage."""
        own = [each for each in self.claim.coverages if each.lane == self.claim.lane]
        named = [each for each in own if self.claim.payer and each.payer.casefold() == self.claim.payer.casefold()]
        return min(named or own, key=lambda each: each.order, default=None)

    @property
    def benefit_year_start(self) -> tuple[int, int]:
        """Month and day on which the plan's year begins; January 1 where the record does not say."""
        written = self.coverage.benefit_year_start if self.coverage else None
        month, _, day = (written or "01-01").partition("-")
        real = 1 <= int(month) <= 12 and 1 <= int(day) <= 31
        return (int(month), int(day)) if real else (1, 1)

    def limits(self, line: ServiceLine) -> tuple[Limit, ...]:
        """What the payer's documents in force on the date of service say about the code; empty when they are silent."""
        if self._limits is None or not self.claim.payer:
            return ()
        service = self.service(line)
        key = (service.code, service.day)
        if key not in self._limits_of:
            self._limits_of[key] = self._limits.limits(self.claim.payer, *key, plan=self.claim.plan)
        return self._limits_of[key]
