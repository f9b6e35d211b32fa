"""Papers are worked on where nobody else looks, and are left nowhere."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from assistant.privacy.scratch import private_folder, sweep

KILLED = """
import time
from assistant.privacy.scratch import private_folder
with private_folder() as folder:
    (folder / "paper.txt").write_text("Ottoline Quillfeather")
    print(folder, flush=True)
    time.sleep(60)
"""


def test_only_its_owner_may_enter_and_nothing_is_left() -> None:
    with private_folder() as folder:
        (folder / "paper.txt").write_text("x", encoding="utf-8")
        assert folder.stat().st_mode & 0o777 == 0o700
        sweep()
        assert (folder / "paper.txt").exists(), "a folder in use is nobody else's to sweep"
    assert not folder.exists()


def test_what_a_killed_process_left_is_swept() -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        os.kill(process.pid, signal.SIGKILL)
    assert (folder / "paper.txt").exists()
    sweep()  # here or in another test: it is gone either way
    assert not folder.exists()
