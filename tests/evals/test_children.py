"""What works for a run ends with it, also when the run was killed."""

from __future__ import annotations

import subprocess
import sys

import pytest

_OWNER = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from evals.children import end_with_parent
with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer={initializer}) as pool:
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


def held_open(initializer: str) -> bool:
    """Whether the pool's process outlives the owner, which is killed: it holds the pipe of the owner's words."""
    words = [sys.executable, "-c", _OWNER.format(initializer=initializer)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        worker = int(owner.stdout.readline())
        owner.kill()
        owner.wait()
        try:
            owner.communicate(timeout=20 if initializer != "None" else 2)
        except subprocess.TimeoutExpired:
            subprocess.run(["kill", "-9", str(worker)], check=True)
            return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize(("initializer", "left"), [("end_with_parent", False), ("None", True)])
def test_a_process_ends_with_the_one_it_works_for(initializer: str, left: bool) -> None:
    assert held_open(initializer) is left
