"""The child process of ``confined``: bytes of documents in, blocks out, within bounds of the kernel.

Arguments: bytes of memory, seconds for each document. A request is a line of JSON with name, size and
what is wanted (blocks, text), then the bytes; an answer is one line of JSON.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import astuple
from typing import Any

from assistant.domain.errors import BadInput
from assistant.readers.documents.paper_text import paper_text
from assistant.readers.documents.reader import read_document


def main() -> None:
    """Answer until the parent closes the pipe."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        signal.alarm(seconds)
        data = sys.stdin.buffer.read(request["size"])
        answer = _answer(_READ[request["wanted"]], data, request["name"], memory)
        signal.alarm(0)
        sys.stdout.buffer.write(json.dumps(answer, default=str).encode() + b"\n")
        sys.stdout.buffer.flush()


def _answer(read: Callable[[bytes, str], dict[str, Any]], data: bytes, name: str, memory: int) -> dict[str, Any]:
    try:
        return read(data, name)
    except BadInput as error:
        return {"refused": (error.message, error.where, error.fix)}
    except MemoryError:
        message = f"reading it takes more than {memory >> 20:,} MB of memory"
        return {"refused": (message, name, "split it, or save it anew")}
    except RecursionError:
        return {"refused": ("it is nested too deeply", name, "save it anew")}


def _blocks(data: bytes, name: str) -> dict[str, Any]:
    read = read_document(data, name)
    return {
        "blocks": [astuple(block) for block in read.blocks],
        "metadata": read.metadata,
        "seen": read.seen,
        "warnings": read.warnings,
    }


def _text(data: bytes, name: str) -> dict[str, Any]:
    return {"text": paper_text(data, name)}


_READ = {"blocks": _blocks, "text": _text}

if __name__ == "__main__":
    main()
