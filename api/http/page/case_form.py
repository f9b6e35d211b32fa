"""The form in which every value of a case stands: to be confirmed when it is new, to be corrected later."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from api.http.page.fields import KINDS, groups
from api.http.page.shell import shown


@dataclass(frozen=True)
class CaseForm:
    """What the form is for: its heading, where it goes, and what travels with it unseen.

    ``paper`` is the text that values are looked up in, ``files`` what was uploaded and is not kept yet.
    ``questions`` and ``warnings`` is what the papers left open.
    """

    title: str
    action: str
    submit: str
    revision: int = 0
    paper: str = ""
    files: str = ""
    questions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def response(
        self,
        request: Request,
        content: Mapping[str, Any],
        *,
        wrong: Mapping[str, str] | None = None,
        unconfirmed: Sequence[str] = (),
        status: int = 200,
    ) -> Response:
        """The page; ``wrong`` names fields with what is wrong with them."""
        made = groups(content, self.paper, wrong)
        known = {field.name for group in made for field in group.fields}
        return shown(
            request,
            "case_fields.html",
            status=status,
            title=self.title,
            action=self.action,
            groups=made,
            wrong=wrong or {},
            elsewhere={name: text for name, text in (wrong or {}).items() if name not in known},
            unconfirmed=list(unconfirmed),
            documents=content.get("documents", []),
            kinds=KINDS,
            base=json.dumps(content),
            files=self.files,
            paper=self.paper if self.files else "",
            revision=self.revision,
            submit=self.submit,
            questions=self.questions,
            warnings=self.warnings,
        )
