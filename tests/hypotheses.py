"""What Hypothesis thinks of, as a list: the same each time, for tests that try it where things are made only once."""

from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

#: What is no word: numbers beyond every column, days that were never, half a JSON, what a browser sends for a tick.
ODD = (
    st.integers().map(str)
    | st.floats().map(str)
    | st.dates().map(str)
    | st.times().map(str)
    | st.datetimes().map(str)
    | st.uuids().map(str)
    | st.emails()
    | st.sampled_from(["", " ", "on", "true", "null", "{}", "[[[", "-0", "9" * 400, "1e999", "2026-02-30", "25:61"])
    | st.sampled_from(["\0", "\u202e", "\u200b", "\ufeff", "\ud7ff", "a\u0301" * 40, "0:00", "x" * 30_000])
)

WORDS = st.text(max_size=80) | ODD

_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def thought_of(strategy: Any, many: int) -> list[Any]:
    found: list[Any] = []

    @settings(
        max_examples=many,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def gather(value: Any) -> None:
        found.append(value)

    gather()
    return found


@cache
def words(many: int = 400) -> list[str]:
    return thought_of(WORDS, many)
