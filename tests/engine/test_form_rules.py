"""Rules beyond the simple ones: FEEL, choices of a variable, rows, and the kinds of our own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import forms

ROWS = {
    "type": "dynamiclist",
    "path": "partners",
    "label": "Partners",
    "components": [
        {"type": "textfield", "key": "name", "label": "Name", "validate": {"required": True}},
        {"type": "number", "key": "share", "label": "Share", "validate": {"max": "=100 - parent.kept"}},
        {"type": "expression", "key": "number", "expression": "=i[1]"},
    ],
}


def form(*components: dict[str, Any]) -> dict[str, Any]:
    return {"components": list(components)}


def wrong(component: dict[str, Any], value: Any, **context: Any) -> str | None:
    key = component.get("key") or component["path"]
    errors = forms.validate(form({"label": "X", **component}), {key: value}, context=context)[1]
    return str(errors[key]) if errors else None


@pytest.mark.parametrize(
    ("component", "value", "message"),
    [
        ({"type": "number", "validate": {"expression": "=value < plot"}}, 40, "X does not hold."),
        (
            {"type": "number", "validate": {"expression": "=value < plot", "message": "Too large"}},
            40,
            "Too large",
        ),
        ({"type": "number", "validate": {"expression": "=no such thing(value)"}}, 1, "X does not hold."),
        ({"type": "number", "validate": {"max": "=plot"}}, 31, "X must be at most 30."),
        ({"type": "number", "increment": 5}, 12, "X must be a multiple of 5."),
        ({"type": "number", "decimalDigits": 1}, "1,25", "X may have 1 decimal places at most."),
        ({"type": "datetime", "disallowPassedDates": True}, "2001-01-01", "X must not lie in the past."),
        ({"type": "select", "valuesKey": "streets"}, "Lenin", "Choose one of the answers offered for X."),
        (
            {"type": "select", "valuesExpression": "=streets"},
            "Lenin",
            "Choose one of the answers offered for X.",
        ),
        (
            {"type": "taglist", "valuesKey": "streets"},
            ["Manas", "Lenin"],
            "Choose one of the answers offered for X.",
        ),
        ({"type": "money", "currency": "KGS"}, {"amount": "1", "currency": "USD"}, "X must be in KGS."),
        ({"type": "money"}, "1,234", "X may have 2 decimal places at most."),
        ({"type": "money", "validate": {"min": 100}}, "99.99", "X must be at least 100."),
        ({"type": "address"}, {"planet": "Mars"}, "X must be an address with its parts."),
        ({"type": "address"}, {"oblast": "KG-N"}, "Enter the raion or the town of X."),
        ({"type": "address"}, {"street": "Manas"}, "Choose the oblast or city of X."),
        ({"type": "pin"}, "13002199900017", "X is not a personal number"),
        ({"type": "filepicker"}, [{"id": "a"}], "X takes documents that were handed in before."),
        ({"type": "signature"}, {"by": "me"}, "X takes a signature that was given here."),
        ({"type": "lookup"}, {"found": True}, "X takes the answer of a register."),
    ],
)
def test_a_rule_that_is_broken_says_so(component: dict[str, Any], value: Any, message: str) -> None:
    found = wrong({"key": "x", **component}, value, plot=30, streets=["Manas", {"value": "Chuy"}])
    assert found is not None
    assert found.startswith(message)


@pytest.mark.parametrize(
    ("component", "value"),
    [
        ({"type": "number", "validate": {"expression": "=value < plot"}}, 20),
        ({"type": "number", "validate": {"expression": "=value < plot"}}, None),
        ({"type": "select", "valuesKey": "streets"}, "Chuy"),
        ({"type": "select", "valuesKey": "nothing known"}, "Lenin"),
        ({"type": "money", "validate": {"max": "=plot"}}, "30,00"),
        ({"type": "address"}, {"oblast": "KG-GB", "street": "Manas"}),
        ({"type": "pin"}, "10102199000017"),
        ({"type": "datetime", "disallowPassedDates": True}, "2999-01-01"),
    ],
)
def test_a_rule_that_holds_says_nothing(component: dict[str, Any], value: Any) -> None:
    assert wrong({"key": "x", **component}, value, plot=30, streets=["Manas", {"value": "Chuy"}]) is None


def test_rows_are_typed_judged_and_computed_each_by_itself() -> None:
    given_ = {"kept": 40, "partners": [{"name": "Bek", "share": "60"}, {"name": " ", "share": "61"}, {}]}
    clean, errors = forms.validate(form({"type": "number", "key": "kept"}, ROWS), given_)
    assert clean["partners"][0] == {"name": "Bek", "share": 60, "number": 1}
    assert list(errors) == ["partners.1.name", "partners.1.share", "partners.2.name"]
    assert errors["partners.1.share"] == "Share must be at most 60."


def test_a_list_may_need_a_row_and_may_not_have_endless_ones() -> None:
    needed = {**ROWS, "validate": {"required": True}}
    assert wrong(needed, []) == "Add at least one: Partners."
    assert (
        wrong({**ROWS, "components": []}, [{}] * (forms.MOST_ROWS + 1))
        == "Partners may have 200 rows at most."
    )
    assert wrong(ROWS, "many") == "Partners must be a list."


def test_what_is_hidden_with_its_group_is_neither_asked_nor_kept() -> None:
    inner = {"type": "textfield", "key": "street", "label": "Street", "validate": {"required": True}}
    group = {"type": "group", "path": "home", "conditional": {"hide": "=abroad"}, "components": [inner, ROWS]}
    schema = form({"type": "checkbox", "key": "abroad"}, group)
    home = {"street": "Manas", "partners": [{"name": "Bek"}]}
    assert forms.validate(schema, {"abroad": True, "home": home}) == ({"abroad": True}, {})
    assert list(forms.validate(schema, {"abroad": False, "home": {}})[1]) == ["home.street"]


def test_a_sum_is_computed_whatever_is_sent_in_its_place() -> None:
    fee = {"type": "expression", "key": "fee", "expression": "=area * 2"}
    more = {"type": "expression", "key": "more", "expression": "=fee + 1"}
    clean, errors = forms.validate(
        form(more, fee, {"type": "number", "key": "area"}), {"area": "4", "fee": 999}
    )
    assert (clean, errors) == ({"area": 4, "fee": 8, "more": 9}, {})


_anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(forms.kinds)), _anything)
def test_whatever_is_sent_for_whatever_field_it_is_kept_or_named(kind: str, value: Any) -> None:
    component = {"type": kind, "key": "x", "label": "X", "expression": "1"}
    clean, errors = forms.validate(form(component), {"x": value})
    assert set(clean) | set(errors) == {"x"}
    assert not set(clean) & set(errors)
    if clean:
        # What was kept is taken again as it is.
        assert forms.validate(form(component), clean) == (clean, {})
