"""The front matter of a prompt file: what it is called and which inputs it declares."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

import yaml
from pydantic import Field, ValidationError

from assistant.domain.base import Frozen
from assistant.domain.errors import Misconfigured
from assistant.tables.source import parsed

_NAME = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+)*")
_FILE = re.compile(r"\A---\n(?P<header>.*?)^---\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)


class Header(Frozen):
    """What a prompt file declares; unknown keys are refused."""

    name: str
    version: int = Field(ge=1)
    description: str
    inputs: dict[str, str] = Field(default_factory=dict)
    output: str
    checks: tuple[str, ...] = ()


class PromptFile(NamedTuple):
    """A prompt file read and taken apart; ``digest`` is the SHA-256 of the whole file."""

    header: Header
    body: str
    where: str
    digest: str

    @property
    def stamp(self) -> str:
        """Name, version and hash, for traces: ``appeal_letter@3 sha:ab12cd34``."""
        return f"{self.header.name}@{self.header.version} sha:{self.digest[:8]}"

    def declared_exactly(self, used: frozenset[str]) -> None:
        """Refuse a file whose body and declared inputs differ."""
        declared = frozenset(self.header.inputs)
        problems = [f"uses undeclared input {name!r}" for name in sorted(used - declared)]
        problems += [f"never uses declared input {name!r}" for name in sorted(declared - used)]
        if problems:
            raise Misconfigured("; ".join(problems), where=self.where, fix="make `inputs` and the body agree")


def read_prompt_file(name: str, root: Traversable | None = None) -> PromptFile:
    """The file ``<name>.md`` below ``prompts/``; anything wrong with it is ``Misconfigured``."""
    where = f"prompts/{name}.md"
    if not _NAME.fullmatch(name):
        raise Misconfigured("not a prompt name", where=where, fix="use lower-case words with underscores")
    path = (root or files("prompts")).joinpath(*f"{name}.md".split("/"))
    if not path.is_file():
        raise Misconfigured("the prompt file is missing", where=where, fix="reinstall, or add the file")
    raw = path.read_bytes()
    # A check-out on Windows must hash and parse like any other.
    text = raw.decode("utf-8").replace("\r\n", "\n")
    match = _FILE.match(text)
    if match is None:
        raise Misconfigured("front matter between two `---` lines is missing", where=where)
    header = _header(match["header"], where)
    if header.name != name.rsplit("/", 1)[-1]:
        raise Misconfigured(f"the front matter names it {header.name!r}", where=where, fix="use the file's own name")
    return PromptFile(header, match["body"].strip("\n"), where, hashlib.sha256(text.encode()).hexdigest())


def _header(text: str, where: str) -> Header:
    try:
        return Header.model_validate(parsed(text))
    except yaml.YAMLError as error:
        raise Misconfigured(f"the front matter is not YAML: {error}", where=where) from error
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'front matter'}: {e['msg']}" for e in error.errors())
        raise Misconfigured(problems, where=where) from error
