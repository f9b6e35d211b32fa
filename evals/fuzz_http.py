"""``python -m evals.fuzz_http [EXAMPLES] [TABLE.md]``: the long run of schemathesis over every route, over a socket."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx

from evals.benches.http import served

SEED = "20261122"
_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
_SENT = re.compile(r"(\d+) generated")
_FAILED = re.compile(r"ST\d+ [^:\n]+: (\d+)$", re.M)


def main() -> int:
    """Fuzz every route with so many examples (default 50); returns 0 when nothing was found."""
    examples = sys.argv[1] if len(sys.argv) > 1 else "50"
    program = Path(sys.executable).with_name("schemathesis")
    with served() as (address, _), tempfile.TemporaryDirectory() as folder:
        answer = httpx.get(f"{address}/v1/openapi.json", timeout=300).raise_for_status()
        described = Path(folder) / "openapi.json"
        described.write_text(json.dumps(_reached(answer.json())), encoding="utf-8")
        settings = Path(folder) / "schemathesis.toml"
        settings.write_text(_there(address), encoding="utf-8")
        command = [
            str(program),
            "--config-file",
            str(settings),
            "run",
            str(described),
            "--url",
            address,
            "--seed",
            SEED,
            "--max-examples",
            examples,
        ]
        bounds = ["--phases", "examples,coverage,fuzzing", "--request-timeout", "120"]
        run = subprocess.run(
            [*command, *bounds, "--checks", _CHECKS, "--continue-on-failure"],
            check=False,
            stdout=subprocess.PIPE,
            text=True,
        )
    sys.stdout.write(run.stdout)
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(_table(examples, answer.json(), run.stdout), encoding="utf-8")
    return run.returncode


def _reached(described: dict[str, Any]) -> dict[str, Any]:
    """The description without made-up credentials and keys: with them most requests end at the door or at a replay."""
    described["components"].pop("securitySchemes", None)
    for operation in (each for verbs in described["paths"].values() for each in verbs.values()):
        operation.pop("security", None)
        operation["parameters"] = [
            each for each in operation.get("parameters", ()) if each["name"] != "Idempotency-Key"
        ]
    return described


def _there(address: str) -> str:
    """Ids of what is kept, so that routes are met behind their look-up as well; what deletes gets made-up ones."""
    with httpx.Client(base_url=address, timeout=120) as client:
        case = client.post("/v1/cases", json={"claim": {"lane": "dental"}}).raise_for_status().json()["id"]
        draft = client.post(f"/v1/cases/{case}/drafts", json={"kind": "narrative"}).raise_for_status().json()["id"]
        asked = {"text": "what does CO-50 mean?", "thread": "fuzzed"}
        client.post("/v1/ask", json=asked).raise_for_status()
        paper = {"file": ("extra.txt", b"#19 recurrent caries", "text/plain")}
        client.put(f"/v1/cases/{case}/papers/extra.txt", files=paper).raise_for_status()
        held = client.get("/v1/documents", params={"limit": 2}).raise_for_status().json()["documents"]
        passages = client.get(f"/v1/documents/{held[0]['id']}/passages").raise_for_status().json()["passages"]
    known = {
        "case_id": case,
        "draft_id": draft,
        "thread": "fuzzed",
        "name": "extra.txt",
        "document": held[0]["id"],
        "old": held[0]["id"],
        "new": held[1]["id"],
        "key": passages[0]["key"],
    }
    lines = (f'"path.{name}" = "{value}"' for name, value in known.items())
    return (
        "\n".join(["[[operations]]", 'include-method = ["GET", "PUT", "POST"]', "[operations.parameters]", *lines])
        + "\n"
    )


def _table(examples: str, described: dict[str, Any], said: str) -> str:
    """What was sent and what came of it, as a table."""
    routes = sum(len(verbs) for verbs in described["paths"].values())
    sent = sum(map(int, _SENT.findall(said)))
    failed = sum(map(int, _FAILED.findall(said)))
    return (
        f"# Every route with what its description allows and forbids\n\n"
        f"Made by `python -m evals.fuzz_http {examples} evals/results/fuzz.md` with schemathesis "
        f"{version('schemathesis')}, seed {SEED}; checked are {_CHECKS.replace(',', ', ')}.\n\n"
        f"| operations | requests | kinds of failure | of them status 500 |\n| --- | --- | --- | --- |\n"
        f"| {routes} | {sent:,} | {failed:,} | {said.count('] Internal Server Error'):,} |\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
