"""The documents of payers: searched, taken in, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.assistant.core import Core

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from typing import Any

    from assistant.domain.benefits import PlanWindow
    from assistant.domain.caller import Caller
    from assistant.domain.incoming import Paper
    from assistant.domain.policy import PolicyDocument
    from assistant.policies.changes import DocumentChanges
    from assistant.policies.stated_rules import StatedRules
    from assistant.retrieval.results import AddReport, SearchResult, VerifyReport
    from assistant.retrieval.setup import SetupReport


class Documents(Core):
    """Searches and keeps documents."""

    def set_up(self) -> SetupReport:
        """Build the shared cache: the embedding model, the diagnosis codes and the shipped corpus."""
        return self._parts.set_up()

    def search(
        self,
        caller: Caller,
        text: str,
        *,
        k: int = 5,
        payer: str | None = None,
        plan: str | None = None,
        on: date | None = None,
    ) -> SearchResult:
        """Passages in force on the day (default today) of one payer and of general guides, best first."""
        return self.library(caller).find(text, k=k, on=on or self.today, payer=payer, plan=plan)

    def payer_window(
        self, caller: Caller, payer: str, event: str, *, level: int = 1, on: date | None = None
    ) -> PlanWindow | None:
        """The time for an event that the payer's documents in force state, quoted; ``None`` where they are silent."""
        from assistant.policies.windows import held_window

        return held_window(self.library(caller), payer, event, on or self.today, level=level)

    def corpus_add(
        self,
        caller: Caller,
        paths: Sequence[Path],
        overrides: Mapping[str, Any] | None = None,
        *,
        below: Path | None = None,
        dry_run: bool = False,
        keep_all: bool = False,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> AddReport:
        """Take documents in, known by path (``below`` a folder); each is accepted, or rejected with the reason."""
        added = self.library(caller).add(
            paths, overrides, below=below, dry_run=dry_run, keep_all=keep_all, progress=progress
        )
        for document in added.accepted if not dry_run else ():
            self._record(caller, "change", document.document, "corpus add")
        return added

    def corpus_upload(
        self,
        caller: Caller,
        papers: Sequence[Paper],
        overrides: Mapping[str, Any] | None = None,
        *,
        dry_run: bool = False,
    ) -> AddReport:
        """Take documents in that came as bytes, known by the name that each was sent under."""
        from assistant.privacy.scratch import private_folder

        with private_folder() as folder:
            for each in papers:
                (folder / each.name).write_bytes(each.content)
            paths = [folder / each.name for each in papers]
            return self.corpus_add(caller, paths, overrides, below=folder, dry_run=dry_run)

    def corpus_list(self, caller: Caller) -> tuple[PolicyDocument, ...]:
        """Every document version held, shipped and own."""
        return self.library(caller).documents()

    def corpus_remove(self, caller: Caller, document: str) -> None:
        """Remove one of the practice's own documents for good."""
        self.library(caller).remove(document)
        self._record(caller, "delete", document, "corpus remove")

    def corpus_criteria(self, caller: Caller, document: str) -> StatedRules:
        """The criteria and limits that were read from a document version."""
        from assistant.policies.stated_rules import stated_rules

        return stated_rules(document, self.library(caller).expect(document))

    def corpus_diff(self, caller: Caller, old: str, new: str) -> DocumentChanges:
        """Conditions, limits and codes that differ between two document versions."""
        from assistant.policies.changes import changes

        library = self.library(caller)
        return changes(library.expect(old), library.expect(new))

    def corpus_verify(self, caller: Caller) -> VerifyReport:
        """Compare the ledger with the index."""
        return self.library(caller).verify()

    def corpus_rebuild(self, caller: Caller, progress: Callable[[int, int, str], None] | None = None) -> str:
        """Make the index anew from the ledger; returns the generation's name."""
        return self.library(caller).rebuild(progress)
