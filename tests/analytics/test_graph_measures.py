"""Measures of graphs against values worked out by hand, and what a report reckons only once."""

from __future__ import annotations

import pytest

import analytics as an
from analytics import why_cases_wait as waits
from analytics.errors import NotMeasurable
from processes.examples import two_certificates
from tests.factories import cases, procedure


def test_the_seam_is_the_least_of_all_ways_to_part_the_desks() -> None:
    # a–b 5 times, b–c 2, c–d 5, d–a 1: {a, b} and {c, d} are parted by 2 + 1, any desk alone by 6 or 7.
    log = cases(
        [
            {"cases": "5", "way": "A @a, B @b"},
            {"cases": "2", "way": "B @b, C @c"},
            {"cases": "4", "way": "C @c, D @d"},
            {"cases": "1", "way": "D @d, C @c"},
            {"cases": "1", "way": "D @d, A @a"},
        ]
    )
    assert [(row.key, row.n) for row in an.narrowest_seam(log)] == [("b – c", 2), ("a – d", 1)]


def test_desks_that_pass_nothing_to_each_other_have_no_seam() -> None:
    log = cases([{"cases": "2", "way": "A @a, B @b"}, {"cases": "2", "way": "C @c, D @d"}])
    assert len(an.narrowest_seam(log)) == 0


def test_one_desk_has_none_and_says_why() -> None:
    with pytest.raises(NotMeasurable, match="Only one group"):
        an.narrowest_seam(cases([{"cases": "2", "way": "A @a, B @a"}]))


def test_the_needed_order_leaves_out_what_follows_from_it() -> None:
    model = procedure(
        [
            {"step": "Apply", "issues": "Form"},
            {"step": "Plan", "asks": "Form", "issues": "Drawing"},
            {"step": "Fire", "asks": "Drawing", "issues": "Fire opinion"},
            {"step": "Sanitary", "asks": "Drawing", "issues": "Sanitary opinion"},
            {"step": "Decide", "asks": "Form, Drawing, Fire opinion, Sanitary opinion"},
            {"step": "Stamp"},
        ]
    )
    found = an.needed_order(model)
    assert found.value == 5
    assert found.parts["pairs"] == [
        ("apply", "plan"),
        ("plan", "fire"),
        ("plan", "sanitary"),
        ("fire", "decide"),
        ("sanitary", "decide"),
    ]
    assert found.parts["longest row"] in (
        ["apply", "plan", "fire", "decide"],
        ["apply", "plan", "sanitary", "decide"],
    )
    assert "stamp" not in found.elements


def test_why_cases_wait_is_reckoned_once_for_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    reckon = waits._parted

    def counted(*given: object) -> waits.Waits:
        asked.append(given)
        return reckon(*given)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(waits, "_parted", counted)
    log = two_certificates()
    hours, minutes = (waits.why_cases_wait(log, unit=unit) for unit in ("working hours", "working minutes"))
    assert minutes.whole.whole == pytest.approx(60 * hours.whole.whole)
    an.report(an.detect(log), log=log)
    assert len(asked) == 1
    waits.why_cases_wait(log, unit="hours")
    assert len(asked) == 2
