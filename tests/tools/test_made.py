from __future__ import annotations

from assistant.tools.made import made, watched


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


def test_who_watches_is_told_each_tool() -> None:
    @made("watched_for_test")
    def run() -> tuple[str, None]:
        """Do nothing."""
        return "", None

    told: list[str] = []
    with watched(told.append):
        run.invoke({})
    run.invoke({})
    assert told == ["watched_for_test"]
