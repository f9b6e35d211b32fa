"""Prompts: declared inputs, strict rendering, stamps."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.domain.errors import Misconfigured
from assistant.prompting.prompt import load_prompt
from assistant.prompting.statements import load_statements

HEADER = """---
name: greeting
version: 3
description: A greeting for the tests.
inputs:
  office: Name of the office
  day: Day of the letter
output: one paragraph
checks: [courtesy]
---
"""


def written(tmp_path: Path, text: str, name: str = "greeting") -> Path:
    target = tmp_path / f"{name}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return tmp_path


def test_renders_with_the_declared_inputs(tmp_path: Path) -> None:
    prompt = load_prompt("greeting", written(tmp_path, HEADER + "{{ office }}, {{ day | long_date }}"))
    assert prompt.render(office="Smile & Co", day=date(2026, 6, 29)) == "Smile & Co, June 29, 2026"
    assert prompt.inputs == {"office": "Name of the office", "day": "Day of the letter"}
    assert prompt.file.header.checks == ("courtesy",)


def test_stamp_names_version_and_changes_with_the_words(tmp_path: Path) -> None:
    one = load_prompt("greeting", written(tmp_path / "a", HEADER + "{{ office }} {{ day }}"))
    two = load_prompt("greeting", written(tmp_path / "b", HEADER + "{{ office }}: {{ day }}"))
    crlf = (HEADER + "{{ office }} {{ day }}").replace("\n", "\r\n")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "greeting.md").write_bytes(crlf.encode())
    assert one.stamp.startswith("greeting@3 sha:")
    assert len(one.stamp) == len("greeting@3 sha:") + 8
    assert one.stamp != two.stamp
    assert load_prompt("greeting", tmp_path / "c").stamp == one.stamp


def test_values_are_never_evaluated_or_escaped(tmp_path: Path) -> None:
    prompt = load_prompt("greeting", written(tmp_path, HEADER + "{{ office }} {{ day }}"))
    assert prompt.render(office='{{ 7*7 }} <b>"&', day="x") == '{{ 7*7 }} <b>"& x'


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{{ office }}", "never uses declared input 'day'"),
        ("{{ office }} {{ day }} {{ member }}", "undeclared input 'member'"),
        ("{{ office }} {{ day ", "does not parse"),
        ("{{ office }} {{ day | no_such_filter }}", "no_such_filter"),
        ("", "body is empty"),
        ("{{ office }} {{ day }} {% for i in range(3) %}{% endfor %}", "undeclared input 'range'"),
    ],
)
def test_body_and_inputs_must_agree(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(Misconfigured, match=message):
        load_prompt("greeting", written(tmp_path, HEADER + body))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no front matter", "front matter"),
        (HEADER.replace("version: 3", "version: 0") + "x", "version"),
        (HEADER.replace("version: 3", "colour: red") + "x", "colour"),
        (HEADER.replace("name: greeting", "name: other") + "x", "'other'"),
        (HEADER.replace("version: 3", "version: [") + "x", "not YAML"),
    ],
)
def test_a_wrong_header_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(Misconfigured, match=message):
        load_prompt("greeting", written(tmp_path, text))


@pytest.mark.parametrize("name", ["absent", "../secret", "/etc/passwd", "Greeting", "a//b", ""])
def test_only_files_of_the_folder_are_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(Misconfigured):
        load_prompt(name, tmp_path)


def test_inputs_are_passed_exactly(tmp_path: Path) -> None:
    prompt = load_prompt("greeting", written(tmp_path, HEADER + "{{ office }} {{ day }}"))
    with pytest.raises(Misconfigured, match="missing input 'day'"):
        prompt.render(office="a")
    with pytest.raises(Misconfigured, match="undeclared input 'claim'"):
        prompt.render(office="a", day="b", claim="c")
    with pytest.raises(Misconfigured, match="unknown"):
        prompt.render(office=None, day="b")


def test_templates_cannot_reach_python(tmp_path: Path) -> None:
    prompt = load_prompt("greeting", written(tmp_path, HEADER + "{{ office.__class__.__mro__ }} {{ day }}"))
    with pytest.raises(Misconfigured):
        prompt.render(office="a", day="b")


def test_every_shipped_file_loads() -> None:
    root = Path(str(files("prompts")))
    for path in sorted(root.rglob("*.md")):
        name = path.relative_to(root).with_suffix("").as_posix()
        if name.startswith("statements/"):
            assert load_statements(name.removeprefix("statements/")).ids
        else:
            assert load_prompt(name).stamp.startswith(f"{path.stem}@")
