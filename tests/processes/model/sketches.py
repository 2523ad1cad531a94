"""Models for the tests: sketches as text, and random sound ones."""

from __future__ import annotations

from hypothesis import strategies as st

from processes import Model, read_model


def sketch(text: str) -> Model:
    """Return the model a sketch stands for."""
    return read_model(text.encode(), dialect="sketch")


NAMES = ("Register", "Check plan", "Decide", "Issue", "Проверить заявление", "Sign", "Notify the applicant")
LANES = ("", "", "@clerk", "@expert")

tasks = st.builds(
    lambda kind, name, lane: f"{kind}{name} {lane}".strip(),
    st.sampled_from(["", "", "", ":service ", ":manual "]),
    st.sampled_from(NAMES),
    st.sampled_from(LANES),
)


def _larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(" -> ".join),
        st.lists(parts, min_size=2, max_size=3).map(lambda p: f"({' | '.join(p)})"),
        st.tuples(parts, parts).map(lambda p: f"([approved] {p[0]} / {p[1]})"),
        parts.map(lambda p: f"([late] {p} / )"),
        parts.map(lambda p: f"({p})*[not(complete)]"),
    )


def sketches() -> st.SearchStrategy[Model]:
    """Return random models, sound by construction."""
    body = st.recursive(tasks, _larger, max_leaves=9)
    return body.map(lambda text: sketch(f"Receive -> {text}"))
