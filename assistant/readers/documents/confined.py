"""Read a stranger's file in a process of its own, so that no file can take the time or memory of the whole run."""

from __future__ import annotations

import json
import os
import queue
import selectors
import subprocess
import sys
import time
from pathlib import PurePath
from types import TracebackType
from typing import Any, Literal, Self

from assistant.domain.errors import BadInput
from assistant.readers.documents.blocks import Block, ReadDocument
from assistant.readers.documents.reader import read_document

#: Seconds and bytes of memory that one file may take.
SECONDS = 420.0
MEMORY = 2 * 1024**3

#: Plain texts are bounded by their size alone and read here.
_PLAIN = frozenset({".md", ".markdown", ".txt", ".csv", ".tsv"})
_PACKED = (b"%PDF-", b"PK\x03\x04")
_WORKER = "assistant.readers.documents.worker"


class ConfinedReader:
    """Reads documents one after another in a child process, which is started at the first one and replaced when lost.

    A context manager: the child ends with it.
    """

    def __init__(self, seconds: float | None = None, memory: int | None = None) -> None:
        self._seconds = SECONDS if seconds is None else seconds
        self._memory = MEMORY if memory is None else memory
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(self, data: bytes, name: str) -> ReadDocument:
        """Blocks and metadata of the document.

        Raises ``BadInput`` when no reader takes it, or when it takes more than its share.
        """
        if PurePath(name).suffix.lower() in _PLAIN and not data[:1024].lstrip().startswith(_PACKED):
            return read_document(data, name)
        answer = self._ask(data, name, "blocks")
        blocks = tuple(Block(*block) for block in answer["blocks"])
        return ReadDocument(blocks, answer["metadata"], answer["seen"], tuple(answer["warnings"]))

    def text(self, data: bytes, name: str) -> str:
        """The words of a paper. Raises ``BadInput`` like ``read``."""
        return str(self._ask(data, name, "text")["text"])

    def close(self) -> None:
        """End the child."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process = None

    def _ask(self, data: bytes, name: str, wanted: Literal["blocks", "text"]) -> dict[str, Any]:
        process = self._started()
        assert process.stdin is not None  # both are pipes
        request = {"name": name, "size": len(data), "wanted": wanted}
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n" + data)
            process.stdin.flush()
            line = self._line(process, name)
        except BrokenPipeError:
            line = b""
        except KeyboardInterrupt:
            self.close()
            raise
        if not line.endswith(b"\n"):
            self.close()
            raise BadInput("reading it stopped the reader", where=name, fix="open it and save it anew, or split it")
        answer: dict[str, Any] = json.loads(line)
        if "refused" in answer:
            message, where, fix = answer["refused"]
            raise BadInput(message, where=where, fix=fix)
        return answer

    def _line(self, process: subprocess.Popen[bytes], name: str) -> bytes:
        """What the child answers; it is ended when it takes too long."""
        assert process.stdout is not None
        deadline = time.monotonic() + self._seconds
        parts: list[bytes] = []
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not parts or not parts[-1].endswith(b"\n"):
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    self.close()
                    raise BadInput(
                        f"reading it took longer than {self._seconds:.0f} seconds", where=name, fix="split it"
                    )
                part = os.read(process.stdout.fileno(), 1 << 20)
                if not part:
                    break
                parts.append(part)
        return b"".join(parts)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-m", _WORKER, str(self._memory), str(int(self._seconds) + 5)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self._process


class ConfinedReaders:
    """A few readers for many threads: whoever asks waits for one that is free."""

    def __init__(self, at_once: int, seconds: float, memory: int) -> None:
        self._readers = [ConfinedReader(seconds, memory) for _ in range(at_once)]
        self._free: queue.LifoQueue[ConfinedReader] = queue.LifoQueue()
        for reader in self._readers:
            self._free.put(reader)

    def text(self, data: bytes, name: str) -> str:
        """The words of a paper. Raises ``BadInput`` for what no reader takes, or takes more than its share."""
        reader = self._free.get()
        try:
            return reader.text(data, name)
        finally:
            self._free.put(reader)

    def close(self) -> None:
        """End the children."""
        for reader in self._readers:
            reader.close()
