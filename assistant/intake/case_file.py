"""``case.yaml`` (or the same as JSON) into a case with every document's text loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.domain.case import Case, CaseDocument, Denial
from assistant.domain.errors import BadInput
from assistant.domain.finding import Finding
from assistant.readers.shape import explain

#: A case file is a page or two; anything larger is something else.
MAX_BYTES = 5_000_000


@dataclass(frozen=True)
class LoadedCase:
    """A case, the folder its files lie in, and what could not be found there."""

    case: Case
    folder: Path
    findings: tuple[Finding, ...] = ()


def load_case(path: Path) -> LoadedCase:
    """Read a case; a named file that is absent becomes a finding.

    Raises :class:`BadInput` when the file cannot be read or does not have the shape of a
    case; the message names the place and the fix.
    """
    return _with_files(_validated(_content(path), path), _Files(path.resolve().parent, anywhere=True))


def in_folder(case: Case, folder: Path) -> LoadedCase:
    """A case from a program or a person elsewhere: only files in ``folder`` are read.

    What is not there, or lies outside, becomes a finding.
    """
    return _with_files(case, _Files(folder.resolve()))


@dataclass
class _Files:
    """The files beside a case, and what was wrong with them.

    ``anywhere`` lets a case file of this machine name papers outside its folder, as its writer may.
    """

    folder: Path
    anywhere: bool = False
    findings: list[Finding] = field(default_factory=list)

    def path(self, name: str) -> Path | None:
        """Where a named file is; ``None`` when it lies outside and may not."""
        path = self.folder / name
        if self.anywhere or path.resolve().is_relative_to(self.folder):
            return path
        return None

    def text(self, name: str, where: str) -> str | None:
        """The text of a named file; ``None`` with a finding where it cannot be had."""
        from assistant.readers.document import read_text

        path = self.path(name)
        if path is None:
            self.findings.append(_outside(where, name))
            return None
        try:
            return read_text(path.read_bytes(), path.name)
        except OSError:
            self.findings.append(_absent(where, name, "nothing can be read from it"))
        except BadInput as error:
            self.findings.append(_finding("IN13", where, f"{name}: {error.message}", error.fix))
        return None


def _with_files(case: Case, files: _Files) -> LoadedCase:
    documents = [_loaded(document, index, files) for index, document in enumerate(case.documents)]
    documents += _letters(case, files)
    for index, attachment in enumerate(case.attachments):
        where = f"attachments[{index}].file"
        path = files.path(attachment.file) if attachment.file else None
        if attachment.file and path is None:
            files.findings.append(_outside(where, attachment.file))
        elif path is not None and not path.is_file():
            files.findings.append(_absent(where, path.name, "it cannot be enclosed"))
    loaded = case.model_copy(update={"documents": tuple(documents)})
    return LoadedCase(loaded, files.folder, tuple(files.findings))


def _content(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput("the file is too large for a case", where=str(path), fix="name the case.yaml itself")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput("no such file", where=str(path), fix="give the path of a case.yaml") from None
    except IsADirectoryError:
        raise BadInput("this is a folder", where=str(path), fix="give the path of the case.yaml in it") from None
    except (PermissionError, UnicodeDecodeError) as error:
        raise BadInput("the file cannot be read as text", where=str(path), fix="save it as UTF-8") from error
    try:
        content = yaml.load(text, Loader=_PlainLoader)  # noqa: S506  # a SafeLoader
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark is not None else str(path)
        raise BadInput(
            "this is not valid YAML or JSON", where=where, fix="mend the line; see `claimwright schema case`"
        ) from None
    if not isinstance(content, dict):
        raise BadInput("a case is a mapping with the key `claim`", where=str(path), fix="see `claimwright schema case`")
    return content


class _PlainLoader(yaml.SafeLoader):
    """Reads dates and numbers as the text they were written as; the types decide."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":float"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _validated(content: dict[str, Any], path: Path) -> Case:
    try:
        return Case.model_validate(content)
    except ValidationError as error:
        where, message, fix = explain(error, Case)[0]
        raise BadInput(message, where=f"{path}: {where}", fix=fix) from None


def _loaded(document: CaseDocument, index: int, files: _Files) -> CaseDocument:
    if document.text is None and document.file:
        return document.model_copy(update={"text": files.text(document.file, f"documents[{index}].file")})
    if document.text is None:
        message = f"the document {document.id!r} has neither text nor a file, so nothing can be read from it"
        files.findings.append(_finding("IN12", f"documents[{index}]", message, "add `text` or `file`"))
    return document


def _letters(case: Case, files: _Files) -> list[CaseDocument]:
    """The letters that denials name, as documents, unless they stand among the documents already."""
    known = {document.file for document in case.documents if document.file}
    letters: dict[str, CaseDocument] = {}
    for index, denial in enumerate(case.denials):
        if not denial.file or denial.file in known or denial.file in letters:
            continue
        text = files.text(denial.file, f"denials[{index}].file")
        letters[denial.file] = CaseDocument(
            id=f"denial-{index + 1}", kind="denial_letter", date=denial.date, text=text, file=denial.file
        )
    return list(letters.values())


def denial_text(case: Case, denial: Denial) -> str | None:
    """The payer's own words for a denial: stated in the case, else the text of its letter."""
    if denial.text:
        return denial.text
    letter = next((d for d in case.documents if denial.file and d.file == denial.file), None)
    return letter.text if letter is not None else None


def _absent(where: str, name: str, consequence: str) -> Finding:
    message = f"the file {name!r} is not there, so {consequence}"
    return _finding("IN11", where, message, "put the file beside the case or correct its name")


def _outside(where: str, name: str) -> Finding:
    message = f"the file {name!r} lies outside the folder of the case, so it is not read"
    return _finding("IN14", where, message, "put the file beside the case")


def _finding(rule: str, where: str, message: str, fix: str) -> Finding:
    return Finding(rule=rule, severity="warning", where=where, message=message, fix=fix, source="case.yaml")
