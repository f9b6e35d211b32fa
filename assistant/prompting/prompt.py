"""A prompt: one file, declared inputs, a body in Jinja2."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from assistant.domain.errors import Misconfigured
from assistant.prompting.environment import fill, variables
from assistant.prompting.header import PromptFile, read_prompt_file


@dataclass(frozen=True)
class Prompt:
    """A loaded prompt; every declared input must be passed, ``None`` where it is unknown."""

    file: PromptFile

    @property
    def name(self) -> str:
        """The name from the front matter."""
        return self.file.header.name

    @property
    def stamp(self) -> str:
        """Name, version and hash: ``appeal_letter@3 sha:ab12cd34``."""
        return self.file.stamp

    @property
    def inputs(self) -> dict[str, str]:
        """The declared inputs and what each one is."""
        return dict(self.file.header.inputs)

    def render(self, **inputs: object) -> str:
        """The body with its inputs; a missing or undeclared input is ``Misconfigured``."""
        declared = set(self.file.header.inputs)
        missing, extra = sorted(declared - set(inputs)), sorted(set(inputs) - declared)
        if missing or extra:
            parts = [f"missing input {n!r}" for n in missing] + [f"undeclared input {n!r}" for n in extra]
            raise Misconfigured("; ".join(parts), where=self.file.where, fix="pass exactly the declared inputs")
        return fill(self.file.body, inputs, self.file.where)


@cache
def load_prompt(name: str, root: Traversable | None = None) -> Prompt:
    """The prompt ``prompts/<name>.md``; ``Misconfigured`` where body and declared inputs differ."""
    file = read_prompt_file(name, root)
    if not file.body.strip():
        raise Misconfigured("the body is empty", where=file.where)
    file.declared_exactly(variables(file.body, file.where))
    return Prompt(file)
