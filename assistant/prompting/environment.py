"""The one Jinja environment: sandboxed, strict about what is undefined, never silent about ``None``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, Undefined, UndefinedError, meta
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.domain.errors import Misconfigured
from assistant.prompting.wording import listing, long_date, money, needs


def _stated(value: object) -> object:
    """Refuse to print ``None``: a template must say what stands in for an unknown value."""
    if value is None:
        raise UndefinedError("a value is unknown (None) and the template prints it without `needs` or a condition")
    return value


def _unknown_stays(worded: Callable[..., object]) -> Callable[..., object]:
    """A filter that hands an unknown value on, so that ``needs`` may follow it."""

    def apply(value: Any, *arguments: Any) -> object:
        return value if value is None or isinstance(value, Undefined) else worded(value, *arguments)

    return apply


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The environment shared by every template; values are inserted as they are, never evaluated."""
    # Markdown and letters are plain text: HTML escaping would corrupt verbatim quotes.
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, finalize=_stated, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.clear()
    for worded in (long_date, money, listing):
        made.filters[worded.__name__] = _unknown_stays(worded)
    made.filters["needs"] = lambda value, what: needs(None if isinstance(value, Undefined) else value, what)
    return made


def variables(source: str, where: str) -> frozenset[str]:
    """The names a template looks up; a template that does not parse is ``Misconfigured``."""
    try:
        return frozenset(meta.find_undeclared_variables(environment().parse(source)))
    except TemplateSyntaxError as error:
        raise Misconfigured(
            f"the template does not parse: {error.message}", where=f"{where} line {error.lineno} of the body"
        ) from error


@lru_cache(maxsize=512)
def _compiled(source: str) -> Template:
    return environment().from_string(source)


def fill(source: str, values: dict[str, object], where: str) -> str:
    """The template with its values; a missing or unknown one is ``Misconfigured`` and named."""
    try:
        return _compiled(source).render(values)
    except (UndefinedError, SecurityError) as error:
        raise Misconfigured(str(error), where=where, fix="pass the value, or guard it in the template") from error
