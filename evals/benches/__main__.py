"""``python -m evals.benches``: every figure, one line each."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import evals.benches

#: Slow ones last, so that the first figures show at once.
_LAST = ("search", "search_speed")


def main() -> None:
    """Run every module of this package that has ``lines()``."""
    names = [m.name for m in pkgutil.iter_modules(evals.benches.__path__) if not m.name.startswith("_")]
    for name in sorted(names, key=lambda n: (n in _LAST, n)):
        module = importlib.import_module(f"evals.benches.{name}")
        if hasattr(module, "lines"):
            for line in module.lines():
                sys.stdout.write(line + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
