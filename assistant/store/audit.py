"""The audit chain: append-only, one chain a practice, each line bound to the one before it.

The hashes are keyed, so whoever can write the database but lacks the key cannot forge a
line. The head (number and hash of the newest line) is kept beside the lines and sealed the
same way, so that a removed tail is seen as well. The installation has a chain of its own,
which tells of every practice whose chain begins, so that a removed chain is seen, too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Row, RowMapping, Select, func, insert, select, update

from assistant.domain.audit import AuditAction, AuditHead, AuditLine, AuditVerdict
from assistant.domain.caller import INSTALLATION, Caller
from assistant.domain.stamps import stamp
from assistant.store.engine import transaction
from assistant.store.held import Held
from assistant.store.part import Part, Stay, moment, place, practice, text, unless_there, whole, word

PART = Part("audit")
_FOR_GOOD = Stay(until="the practice ends: a trail with a removed line would not verify; it names no patient")

_lines = PART.table(
    "audit_lines",
    practice(),
    place("seq"),
    moment("at"),
    word("user", 200),
    word("role", 40),
    word("action", 40),
    word("subject", 200),
    text("detail"),
    word("previous", 64),
    word("hash", 64),
    stay=_FOR_GOOD,
)
_heads = PART.table("audit_heads", practice(), whole("seq"), word("hash", 64), word("seal", 64), stay=_FOR_GOOD)

#: What the first line of a chain is bound to.
START = "0" * 64
_PAGE = 1_000
#: Every stored field but the hash itself.
_HASHED = ("practice", "seq", "at", "user", "role", "action", "subject", "detail", "previous")
_LONGEST_DETAIL = 2_000
#: What was only looked at: such a line outlives the death of every process, and waits for no disk.
_LOOKED: frozenset[AuditAction] = frozenset({"view", "answer", "check", "model_call"})
_FIRST_HEAD = {"seq": 0, "hash": START, "seal": ""}
#: Who tells in the installation's chain that another one begins, and how.
_TELLER = Caller(practice=INSTALLATION, user="claimwright", role="system")
_BEGINS, _FROM_ITS_FIRST_LINE, _GOES_ON = "trail of ", "its first line follows", "told of from line {} on"


class AuditChain(Held):
    """Records and re-reads the audit trail of a database."""

    part = PART

    def __init__(self, engine: Engine, key: bytes, *, now: Callable[[], datetime]) -> None:
        super().__init__(engine)
        self._key = key
        self._now = now

    def record(self, caller: Caller, action: AuditAction, subject: str, detail: str = "") -> None:
        """Append one line; ``subject`` is a record id, never an identifier of a patient.

        Behind a head that was tampered with the line is kept as well, and the chain stays broken.
        """
        with transaction(self._engine, awaits_disk=action not in _LOOKED) as connection:
            head = self._locked_head(connection, caller.practice)
            if self._to_be_told(head) and caller.practice != INSTALLATION:
                told = _GOES_ON.format(head.seq + 1) if head.seq else _FROM_ITS_FIRST_LINE
                first = self._locked_head(connection, INSTALLATION)
                self._append(connection, first, _TELLER, "create", _BEGINS + caller.practice, told)
            self._append(connection, head, caller, action, subject, detail)

    def _append(
        self,
        connection: Connection,
        head: Row[Any],
        caller: Caller,
        action: AuditAction,
        subject: str,
        detail: str,
    ) -> None:
        mine = _heads.c.practice == caller.practice
        last = connection.execute(select(func.max(_lines.c.seq)).where(_lines.c.practice == caller.practice)).scalar()
        # A head that was set back names a line before the last: what is written now must not meet the lines there.
        seq = max(head.seq, last or 0) + 1
        line = {
            "practice": caller.practice,
            "seq": seq,
            "at": stamp(self._now()),
            "user": caller.user[:200],
            "role": caller.role[:40],
            "action": action,
            "subject": subject[:200],
            "detail": detail[:_LONGEST_DETAIL],
            "previous": head.hash,
        }
        digest = self._hash(line)
        connection.execute(insert(_lines).values(line | {"hash": digest}))
        # A seal that is wrong stays so: a good one would hide that the head was changed.
        sound = self._told(head) or self._to_be_told(head)
        sealed = {"seal": self._seal(caller.practice, seq, digest)} if sound else {}
        connection.execute(update(_heads).where(mine).values(seq=seq, hash=digest, **sealed))

    def head(self, practice: str) -> AuditHead:
        """The newest line's number and hash; zero and zeros for a practice without lines."""
        row = self._row(select(_heads).where(_heads.c.practice == practice))
        return AuditHead(practice=practice, seq=row.seq if row else 0, hash=row.hash if row else START)

    def lines(self, practice: str, *, after: int = 0, most: int | None = None) -> Iterator[AuditLine]:
        """The lines of a practice in order, from the one behind ``after`` on."""
        for row in islice(self._in_order(practice, after), most):
            yield AuditLine.model_validate(dict(row))

    def practices(self) -> tuple[str, ...]:
        """Every practice that has a chain, or had one; the installation's own comes last."""
        named = (*self._rows(select(_heads.c.practice)), *self._rows(select(_lines.c.practice).distinct()))
        every = {*(row.practice for row in named), *self._begun()}
        return tuple(sorted(every, key=lambda practice: (practice == INSTALLATION, practice)))

    def verify(self, practice: str, *, known: AuditHead | None = None) -> AuditVerdict:
        """Read the chain again from its first line; ``known`` is a head that was kept elsewhere."""
        previous, count = START, 0
        met_known = known is None or known.seq == 0
        for row in self._in_order(practice):
            count += 1
            trouble = self._trouble(row, count, previous)
            if trouble:
                return _broken(practice, count, previous, trouble)
            previous = row["hash"]
            met_known = met_known or (known is not None and (count, previous) == (known.seq, known.hash))
        trouble = self._head_trouble(practice, count, previous)
        if not trouble and not met_known:
            trouble = "the head that was kept elsewhere is not in the chain"
        if trouble:
            return _broken(practice, count, previous, trouble, at=count + 1)
        return AuditVerdict(practice=practice, ok=True, lines=count, head=previous)

    def began_here(self) -> bool | None:
        """Whether some chain began, or ends, with this key; ``None`` where there is no chain."""
        firsts = self._rows(select(_lines).where(_lines.c.seq == 1))
        heads = [row for row in self._rows(select(_heads)) if row.seq]
        fits = any(not self._trouble(row._mapping, 1, START) for row in firsts) or any(
            self._told(row) or self._to_be_told(row) for row in heads
        )
        return fits if firsts or heads else None

    def verify_exported(self, lines: Sequence[AuditLine], *, known: AuditHead | None = None) -> AuditVerdict:
        """Read exported lines of one practice again; they may begin behind any line, and must go on without a gap.

        ``known`` is a head that was kept elsewhere: the lines must reach it, so that a cut tail is seen as well.
        """
        practice, first, previous = lines[0].practice, lines[0].seq, lines[0].previous
        if first == 1 and previous != START:
            return _broken(practice, first, previous, "the first line is bound to another one")
        for number, line in enumerate(lines, start=first):
            if trouble := self._trouble({**line.model_dump(), "at": stamp(line.at)}, number, previous):
                return _broken(practice, number, previous, trouble)
            previous = line.hash
        reached = (
            known is None or known.seq < first or (known.seq, known.hash) in {(each.seq, each.hash) for each in lines}
        )
        if not reached:
            return _broken(practice, lines[-1].seq, previous, "the head that was kept elsewhere is not in it")
        return AuditVerdict(practice=practice, ok=True, lines=len(lines), head=previous)

    def _trouble(self, row: Mapping[str, Any] | RowMapping, number: int, previous: str) -> str:
        if row["seq"] != number:
            return f"line {number} is missing"
        if row["previous"] != previous:
            return "the line does not follow the one before it"
        fields = {name: row[name] for name in _HASHED}
        if not hmac.compare_digest(self._hash(fields).encode(), str(row["hash"]).encode()):
            return "the line was changed, or written with another key"
        return ""

    def _head_trouble(self, practice: str, count: int, digest: str) -> str:
        row = self._row(select(_heads).where(_heads.c.practice == practice))
        begun = self._begun().get(practice, ())
        if begun and not count:
            return "every line of the chain is gone"
        if row is None:
            return "the head of the chain is gone" if count else ""
        told = self._told(row)
        if not told and not self._to_be_told(row):
            return "the head of the chain was changed"
        if (row.seq, row.hash) != (count, digest):
            return f"the chain ends at line {count} and should end at line {row.seq}"
        if told and not begun and practice != INSTALLATION:
            return "the installation's own chain no longer tells of this one"
        if begun and not told:
            return "the head is older than the chain: the installation's own tells of this one already"
        if len(begun) > 1:
            return "the chain began anew, or was set back: the lines of an earlier one are gone"
        return ""

    def _begun(self) -> dict[str, tuple[str, ...]]:
        """What the installation's chain tells of the beginnings of each practice's."""
        told = (_lines.c.practice == INSTALLATION, _lines.c.action == "create", _lines.c.subject.startswith(_BEGINS))
        begun: dict[str, tuple[str, ...]] = {}
        for row in self._rows(select(_lines.c.subject, _lines.c.detail).where(*told)):
            practice = row.subject.removeprefix(_BEGINS)
            begun[practice] = (*begun.get(practice, ()), row.detail)
        return begun

    def _in_order(self, practice: str, after: int | None = None) -> Iterator[RowMapping]:
        """The lines as they are stored, read in pages so that no reader holds the database.

        Without ``after`` every line comes, also one that was slipped in before the first.
        """
        while True:
            query = select(_lines).where(_lines.c.practice == practice)
            query = query if after is None else query.where(_lines.c.seq > after)
            rows = self._rows(query.order_by(_lines.c.seq).limit(_PAGE))
            yield from (row._mapping for row in rows)
            if len(rows) < _PAGE:
                return
            after = rows[-1].seq

    def _locked_head(self, connection: Connection, practice: str) -> Row[Any]:
        """The head, held until the transaction ends so that two writers never take one number."""
        query: Select[Any] = select(_heads).where(_heads.c.practice == practice)
        row = connection.execute(query.with_for_update()).first()
        if row is None:
            connection.execute(unless_there(connection, _heads, {**_FIRST_HEAD, "practice": practice}))
            row = connection.execute(query.with_for_update()).one()
        return row

    def _hash(self, fields: dict[str, object]) -> str:
        # Whoever changed a line may have left bytes where a text was.
        content = json.dumps(
            {name: fields[name] for name in sorted(fields)}, ensure_ascii=False, sort_keys=True, default=repr
        )
        return self._keyed(content)

    def _seal(self, practice: str, seq: int, digest: str) -> str:
        """The seal of a head whose chain the installation's tells of."""
        return self._keyed(f"head of a chain told of/{practice}/{seq}/{digest}")

    def _told(self, head: Row[Any]) -> bool:
        """Whether a head is sealed, and the installation's chain tells of it."""
        return _same(head.seal, self._seal(head.practice, head.seq, head.hash))

    def _to_be_told(self, head: Row[Any]) -> bool:
        """Whether a head is the first of its chain, or one that an earlier release sealed."""
        first = (head.seq, head.hash, head.seal) == tuple(_FIRST_HEAD.values())
        return first or (head.seq > 0 and _same(head.seal, self._untold(head)))

    def _untold(self, head: Row[Any]) -> str:
        """The seal of a head that an earlier release wrote, when no chain told of others."""
        return self._keyed(f"head/{head.practice}/{head.seq}/{head.hash}")

    def _keyed(self, content: str) -> str:
        return hmac.new(self._key, content.encode(), hashlib.sha256).hexdigest()


def _same(one: object, other: str) -> bool:
    return hmac.compare_digest(str(one).encode(), other.encode())


def _broken(practice: str, count: int, head: str, reason: str, *, at: int | None = None) -> AuditVerdict:
    return AuditVerdict(practice=practice, ok=False, lines=count, head=head, broken_at=at or count, reason=reason)
