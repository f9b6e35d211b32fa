"""``python -m evals.fuzz_http [EXAMPLES]``: the long run of schemathesis against a served API over a socket."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import httpx

from evals.benches.http import served

_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main() -> int:
    """Fuzz every route with so many examples (default 50); returns 0 when nothing was found."""
    examples = sys.argv[1] if len(sys.argv) > 1 else "50"
    program = Path(sys.executable).with_name("schemathesis")
    with served() as (address, _), tempfile.TemporaryDirectory() as folder:
        described = Path(folder) / "openapi.json"
        described.write_bytes(httpx.get(f"{address}/v1/openapi.json", timeout=300).raise_for_status().content)
        command = [str(program), "run", str(described), "--url", address, "--seed", "20261122"]
        bounds = ["--max-examples", examples, "--phases", "examples,coverage,fuzzing", "--request-timeout", "120"]
        return subprocess.run([*command, *bounds, "--checks", _CHECKS, "--continue-on-failure"], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
