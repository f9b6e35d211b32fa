"""The child process of ``confined``: bytes of documents in, blocks out, within bounds of the kernel.

Arguments: bytes of memory, seconds for each document. A request is a line of JSON with name and size, then the bytes;
an answer is one line of JSON.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from dataclasses import astuple
from typing import Any

from assistant.domain.errors import BadInput
from assistant.readers.documents.reader import read_document


def main() -> None:
    """Answer until the parent closes the pipe."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        signal.alarm(seconds)
        answer = _answer(sys.stdin.buffer.read(request["size"]), request["name"], memory)
        signal.alarm(0)
        sys.stdout.buffer.write(json.dumps(answer, default=str).encode() + b"\n")
        sys.stdout.buffer.flush()


def _answer(data: bytes, name: str, memory: int) -> dict[str, Any]:
    try:
        read = read_document(data, name)
    except BadInput as error:
        return {"refused": (error.message, error.where, error.fix)}
    except MemoryError:
        message = f"reading it takes more than {memory >> 20:,} MB of memory"
        return {"refused": (message, name, "split it, or save it anew")}
    except RecursionError:
        return {"refused": ("it is nested too deeply", name, "save it anew")}
    return {
        "blocks": [astuple(block) for block in read.blocks],
        "metadata": read.metadata,
        "seen": read.seen,
        "warnings": read.warnings,
    }


if __name__ == "__main__":
    main()
