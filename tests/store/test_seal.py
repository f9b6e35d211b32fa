"""Sealed rows: only the right key, practice and record open them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from assistant.domain.errors import Misconfigured
from assistant.store.keyring import KEY_FILE, new_secret, open_keyring
from assistant.store.seal import Seal

KEY = bytes(range(32))


def test_what_was_sealed_opens_again_and_does_not_show() -> None:
    seal = Seal(KEY)
    sealed = seal.close(b"Ada Canary, member 998-12", "one", "case_1")
    assert b"Canary" not in sealed
    assert sealed != seal.close(b"Ada Canary, member 998-12", "one", "case_1")
    assert seal.open(sealed, "one", "case_1") == b"Ada Canary, member 998-12"


@pytest.mark.parametrize(
    ("key", "practice", "record", "cut"),
    [
        (bytes(32), "one", "case_1", None),
        (KEY, "two", "case_1", None),
        (KEY, "one", "case_2", None),
        (KEY, "on", "ecase_1", None),
        (KEY, "one", "case_1", 20),
        (KEY, "one", "case_1", 0),
    ],
)
def test_another_key_practice_record_or_a_changed_row_is_refused(
    key: bytes, practice: str, record: str, cut: int | None
) -> None:
    sealed = Seal(KEY).close(b"content", "one", "case_1")
    with pytest.raises(Misconfigured, match="cannot be opened"):
        Seal(key).open(sealed[:cut], practice, record)


def test_every_flipped_bit_is_seen() -> None:
    seal = Seal(KEY)
    sealed = seal.close(b"content", "one", "case_1")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(Misconfigured):
            seal.open(bytes(changed), "one", "case_1")


def test_the_key_file_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    first = open_keyring(tmp_path / "home")
    path = tmp_path / "home" / KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert open_keyring(tmp_path / "home").key("audit") == first.key("audit")
    assert first.key("audit") != first.key("cases")
    assert [each.name for each in path.parent.iterdir()] == [KEY_FILE]


def test_a_configured_secret_needs_no_file(tmp_path: Path) -> None:
    secret = new_secret()
    assert open_keyring(tmp_path, secret).key("x") == open_keyring(tmp_path / "other", secret).key("x")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["", "c2hvcnQ=", "not base64 at all!"])
def test_a_bad_secret_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(Misconfigured, match="key"):
        open_keyring(tmp_path, text)
