from __future__ import annotations

import pytest

from assistant.tools.made import made, unbound


def test_a_tool_keeps_its_schema_and_its_own_function() -> None:
    def turn(word: str) -> object:
        @made("echo_for_test")
        def run(times: int = 1) -> tuple[str, str]:
            """Say a word."""
            return word * times, word

        return run

    one, two = turn("a"), turn("b")
    assert one.args_schema is two.args_schema
    assert (one.invoke({"times": 2}), two.invoke({"times": 1})) == ("aa", "b")


def test_a_tool_without_a_turn_is_only_described() -> None:
    @made("unbound_for_test")
    def run() -> tuple[str, None]:
        """Do nothing."""
        return "", None

    told = unbound(run)
    assert (told.name, told.description, told.args_schema) == (run.name, run.description, run.args_schema)
    with pytest.raises(RuntimeError, match="outside of a turn"):
        told.invoke({})
