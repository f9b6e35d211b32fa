"""Segments to transaction sets, with the counts and control numbers of every envelope checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.domain.records.parts import Interchange, SegmentCount
from assistant.readers.notes import Notes, shown
from assistant.readers.x12.segments import Segment

#: The transaction set that each functional group code (GS01) stands for.
_GROUPS = {"HP": "835", "HC": "837", "HN": "277", "HB": "271"}


@dataclass
class TransactionSet:
    """What stands between ST and SE. ``segments`` leaves out both."""

    number: str
    implementation: str
    control: str
    interchange: Interchange
    segments: list[Segment] = field(default_factory=list)
    declared: str | None = None
    counted: int = 0

    @property
    def mismatch(self) -> SegmentCount | None:
        """The declared and real number of segments, where they differ."""
        if self.declared is None or self.declared.lstrip("0") == str(self.counted):
            return None
        return SegmentCount(st02=self.control, declared=self.declared, counted=self.counted)


class _Walk:
    """Where the walk stands: the open interchange, group and transaction set."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.isa: Segment | None = None
        self.gs: Segment | None = None
        self.open: TransactionSet | None = None
        self.groups = 0
        self.sets = 0
        self.interchanges: list[Interchange] = []
        self.stray = False

    def warn(self, code: str, segment: Segment, message: str) -> None:
        self.notes.add(code, segment.where, message)

    def close(self, segment: Segment | None, expected: str) -> TransactionSet | None:
        """Give back the open set; without its SE it is cut short."""
        done, self.open = self.open, None
        if done is not None and done.declared is None:
            where = segment.where if segment else "end of file"
            self.notes.add("truncated", where, f"transaction set {done.control or '?'} has no SE before {expected}")
        return done


def transaction_sets(
    stream: Iterator[Segment], notes: Notes, interchanges: list[Interchange]
) -> Iterator[TransactionSet]:
    """Each transaction set when it is complete; ``interchanges`` is filled on the way."""
    walk = _Walk(notes)
    walk.interchanges = interchanges
    for segment in stream:
        step = _STEPS.get(segment.id)
        done = step(walk, segment) if step else _content(walk, segment)
        if done is not None:
            yield done
    last = walk.close(None, "the end of the file")
    if last is not None:
        yield last
    _ended(walk)


def _isa(walk: _Walk, segment: Segment) -> TransactionSet | None:
    done = walk.close(segment, "the next ISA")
    _ended(walk, segment)
    walk.isa, walk.gs, walk.groups, walk.stray = segment, None, 0, False
    walk.interchanges.append(segment.interchange)
    return done


def _gs(walk: _Walk, segment: Segment) -> TransactionSet | None:
    done = walk.close(segment, "the next GS")
    if walk.gs is not None:
        walk.warn("truncated", segment, "the functional group before this GS has no GE")
    walk.gs, walk.sets = segment, 0
    walk.groups += 1
    return done


def _st(walk: _Walk, segment: Segment) -> TransactionSet | None:
    done = walk.close(segment, "the next ST")
    walk.sets += 1
    walk.stray = False
    group = walk.gs.get(8) if walk.gs else ""
    walk.open = TransactionSet(
        number=segment.get(1),
        implementation=segment.get(3) or group,
        control=segment.get(2),
        interchange=segment.interchange,
        counted=1,
    )
    return done


def _se(walk: _Walk, segment: Segment) -> TransactionSet | None:
    if walk.open is None:
        walk.warn("stray_trailer", segment, "SE without an ST before it")
        return None
    current = walk.open
    current.counted += 1
    current.declared = segment.get(1)
    _check_counts(walk, segment, current)
    return walk.close(segment, "SE")


def _check_counts(walk: _Walk, segment: Segment, current: TransactionSet) -> None:
    if current.mismatch is not None:
        walk.warn(
            "segment_count",
            segment,
            f"SE01 declares {shown(segment.get(1))} segments, transaction set {current.control} has {current.counted}",
        )
    if segment.get(2) != current.control:
        walk.warn("control_number", segment, f"SE02 {shown(segment.get(2))} is not ST02 {shown(current.control)}")


def _ge(walk: _Walk, segment: Segment) -> TransactionSet | None:
    done = walk.close(segment, "GE")
    if walk.gs is None:
        walk.warn("stray_trailer", segment, "GE without a GS before it")
    else:
        _compare(walk, segment, "GE01", segment.get(1), walk.sets, "transaction sets")
        if segment.get(2) != walk.gs.get(6):
            walk.warn("control_number", segment, f"GE02 {shown(segment.get(2))} is not GS06 {shown(walk.gs.get(6))}")
    walk.gs = None
    return done


def _iea(walk: _Walk, segment: Segment) -> TransactionSet | None:
    done = walk.close(segment, "IEA")
    if walk.gs is not None:
        walk.warn("truncated", segment, "the functional group before this IEA has no GE")
    if walk.isa is None:
        walk.warn("stray_trailer", segment, "IEA without an ISA before it")
    else:
        _compare(walk, segment, "IEA01", segment.get(1), walk.groups, "functional groups")
        control = walk.isa.interchange.control
        if segment.get(2) != control:
            walk.warn("control_number", segment, f"IEA02 {shown(segment.get(2))} is not ISA13 {shown(control)}")
    walk.isa, walk.gs = None, None
    return done


def _compare(walk: _Walk, segment: Segment, element: str, declared: str, counted: int, what: str) -> None:
    if declared.lstrip("0") != (str(counted) if counted else ""):
        walk.warn("envelope_count", segment, f"{element} declares {shown(declared)} {what}, there are {counted}")


def _content(walk: _Walk, segment: Segment) -> TransactionSet | None:
    """A segment of the open set; without an ST one is assumed, so that nothing is dropped."""
    if segment.id in ("TA1", "BHS", "FHS"):
        return None
    if walk.open is None:
        number = _GROUPS.get(walk.gs.get(1), "") if walk.gs else ""
        if not walk.stray:
            walk.warn(
                "missing_st", segment, f"{shown(segment.raw)} stands outside any transaction set; an ST is assumed"
            )
        walk.stray = True
        walk.open = TransactionSet(
            number=number,
            implementation=walk.gs.get(8) if walk.gs else "",
            control="",
            interchange=segment.interchange,
        )
    walk.open.segments.append(segment)
    walk.open.counted += 1
    return None


def _ended(walk: _Walk, segment: Segment | None = None) -> None:
    """Warn when an interchange was opened and not closed."""
    if walk.isa is not None:
        where = segment.where if segment else "end of file"
        walk.notes.add("truncated", where, f"interchange {walk.isa.interchange.control} has no IEA")
        walk.isa = None


_STEPS = {"ISA": _isa, "GS": _gs, "ST": _st, "SE": _se, "GE": _ge, "IEA": _iea}
