from __future__ import annotations

import pytest

from processes.model.juel import to_feel


@pytest.mark.parametrize(
    ("juel", "feel"),
    [
        ("${approved}", "approved"),
        ("${!approved}", "not(approved = true)"),
        ("#{a == 1 || b != 'x' && !c}", 'a = 1 or b != "x" and not(c = true)'),
        ("${a eq 1 and b ge 2}", "a = 1 and b >= 2"),
        ("${status.equals('open')}", 'status = "open"'),
        ("${execution.getVariable('amount') > 5}", "amount > 5"),
        ("${execution.hasVariable('amount')}", "amount != null"),
        ("${items.size() == 0}", "count(items) = 0"),
        ("${items[0].name}", "items[1].name"),
        ("${map['key']}", "map.key"),
        ("${a > 5 ? 'many' : 'few'}", 'if a > 5 then "many" else "few"'),
        ("${(a + b) * -2 < 3.5}", "(a + b) * -2 < 3.5"),
        ('${say == "it\\"s"}', 'say = "it\\"s"'),
        ("P-${number}/${year}", '"P-" + string(number) + "/" + string(year)'),
        ("${x == null}", "x = null"),
    ],
)
def test_what_feel_has_too_is_translated(juel: str, feel: str) -> None:
    assert to_feel(juel) == feel


@pytest.mark.parametrize(
    "juel",
    [
        "${bean.call(x)}",
        "${execution.processBusinessKey}",
        "${dateTime().plusDays(3).toDate()}",
        "${a mod 2 == 0}",
        "${a[i]}",
        "${}",
        "${a ==}",
        "${a @ b}",
        "${a) or (b}",
        "${a ? b}",
        "${'open}",
        "${a} ${",
        "",
    ],
)
def test_what_feel_lacks_is_left_alone(juel: str) -> None:
    assert to_feel(juel) is None
