"""What a turn has used."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class Used:
    """Counted as the turn goes; ``cut`` says why it was ended early."""

    calls: int = 0
    tools: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cut: str = ""
    started: float = field(default_factory=time.monotonic)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def seconds(self) -> float:
        """Time since the turn began."""
        return time.monotonic() - self.started

    def another_tool(self, most: int) -> bool:
        """Whether one more tool may be called; the calls of one step come side by side.

        >>> used = Used()
        >>> [used.another_tool(2) for _ in range(3)]
        [True, True, False]
        """
        with self._lock:
            self.tools += 1
            return self.tools <= most
