"""Which code system a piece of text belongs to: every reading that its shape allows, likeliest first.

A shape can fit two systems: ``50`` is a reason code and a modifier, ``K0263`` a diagnosis without its dot and a
supply code. All readings are returned, and who knows the context (a service line, a diagnosis field, a loaded
table) chooses among them.

>>> [str(code) for code in recognise_system("D2392")]
['D2392', 'D23.92']
>>> [code.system for code in recognise_system("G47.33")]
['icd10cm']
>>> [code.system for code in recognise_system("50")]
['carc', 'modifier', 'pos']
>>> recognise_system("4341")
()
>>> recognise_system("4341", dental=True)
(Code(system='cdt', value='D4341'),)
>>> recognise_procedure("e0486")
Code(system='hcpcs', value='E0486')
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.codes import carc, cdt, cpt, hcpcs, icd10cm, modifier, npi, place_of_service, rarc, taxonomy
from assistant.codes.clean import bare
from assistant.domain.codes import Code, CodeSystem
from assistant.domain.errors import CodeError

#: In the order in which a reader in a dental office would try them.
_VALIDATORS: tuple[tuple[CodeSystem, Callable[[str], str]], ...] = (
    ("cdt", cdt.validate),
    ("cpt", cpt.validate),
    ("hcpcs", hcpcs.validate),
    ("npi", npi.validate),
    ("rarc", rarc.validate),
    ("carc", lambda text: carc.with_group(text).carc),
    ("modifier", modifier.validate),
    ("pos", place_of_service.validate),
    ("icd10cm", icd10cm.validate),
    ("taxonomy", taxonomy.validate),
)
#: Systems of the service line of a claim; no two share a shape.
PROCEDURE_SYSTEMS: frozenset[CodeSystem] = frozenset(("cdt", "cpt", "hcpcs"))
#: A place of service is recognised only with both digits written.
_PLACE_WIDTH = 2


def recognise_system(text: str, *, dental: bool = False) -> tuple[Code, ...]:
    """Every reading of ``text`` as a code, likeliest first; empty when it is none.

    ``dental`` says that a dental code is meant, so that four digits are read as one.
    """
    written = bare(text)
    if dental and len(written) == 4 and written.isascii() and written.isdigit():
        return (Code(system="cdt", value=cdt.from_digits(text)),)
    return tuple(_readings(text))


def recognise_procedure(text: str) -> Code | None:
    """The procedure code on a service line, ``None`` when it has the shape of none."""
    return next(_readings(text, only=PROCEDURE_SYSTEMS), None)


def recognise_denial(text: str) -> Code | None:
    """The reason or remark code of a remittance, a group code before it set aside; ``None`` when it is neither.

    >>> recognise_denial("CO-50"), recognise_denial("n115")
    (Code(system='carc', value='50'), Code(system='rarc', value='N115'))
    """
    remark = next(_readings(text, only=frozenset(("rarc",))), None)
    if remark is not None:
        return remark
    try:
        return Code(system="carc", value=carc.with_group(text).carc)
    except CodeError:
        return None


def _readings(text: str, only: frozenset[CodeSystem] | None = None) -> Iterator[Code]:
    short = len(bare(text)) < _PLACE_WIDTH
    for system, validate in _VALIDATORS:
        if (only is not None and system not in only) or (system == "pos" and short):
            continue
        try:
            yield Code(system=system, value=validate(text))
        except CodeError:
            continue
