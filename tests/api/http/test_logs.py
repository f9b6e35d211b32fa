"""Whatever is logged by whomever comes out as one scrubbed line of JSON."""

from __future__ import annotations

import json
import subprocess
import sys

NAME, MEMBER, PHONE = "Ottoline Quillfeather", "QH123456789", "(555) 010-4477"
SPOKEN = """
import logging, logging.config, warnings
elsewhere = logging.getLogger("somebody.else")
elsewhere.addHandler(logging.StreamHandler())
from api.http import logs
logs.install()
logging.config.dictConfig(logs.CONFIG)  # what the server does with it
text = "Patient Ottoline Quillfeather, DOB 1971-03-09, member ID QH123456789, phone (555) 010-4477"
for name in ("claimwright.http", "uvicorn.error", "uvicorn.access", "sqlalchemy.engine", "somebody.else"):
    logging.getLogger(name).warning("met %s", text, extra={"patient": text})
    try:
        raise ValueError(text)
    except ValueError:
        logging.getLogger(name).exception("it broke")
warnings.warn(text)
"""


def test_no_logger_lets_a_patient_through() -> None:
    done = subprocess.run([sys.executable, "-c", SPOKEN], capture_output=True, text=True, check=True)
    said = done.stderr + done.stdout
    assert [mark for mark in (NAME, MEMBER, PHONE, "1971-03-09") if mark in said] == []
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    sources = {line["source"] for line in lines}
    assert sources >= {"claimwright.http", "uvicorn.error", "uvicorn.access", "sqlalchemy.engine", "py.warnings"}
    assert any("ValueError" in line.get("error", "") for line in lines)
