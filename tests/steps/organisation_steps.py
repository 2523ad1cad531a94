"""Sentences about agencies, positions and who sees what belongs to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then, when

from modeler_api import organisation_files as files
from modeler_api.auth.fields import visible_fields
from modeler_api.auth.policy import Reach, reaches
from modeler_api.organisation import groups_of, heads_of
from modeler_api.store import Store, accounts, holdings, models, positions, units
from modeler_api.store import tables as t
from modeler_api.store.belonging import belonging, give
from modeler_api.store.refusal import Refusal

DAY = dt.timedelta(days=1)


@pytest.fixture
def state() -> Iterator[SimpleNamespace]:
    store = Store("sqlite://")
    store.migrate()
    yield SimpleNamespace(store=store, cities={}, refused=None, taken=None, form=None)
    store.close()


def person(state: SimpleNamespace, name: str, city: str, role: str = "officer") -> accounts.Account:
    known = accounts.by_name(state.store, name.lower())
    return known or accounts.add(
        state.store,
        name=name.lower(),
        full_name=name,
        password_hash="-",
        role=role,
        agency=state.cities[city].id,
    )


def sees(state: SimpleNamespace, who: accounts.Account, *, draft: bool) -> bool:
    owner = belonging(state.store).agency_of("permit")
    agency = units.by_id(state.store, who.agency or "")
    assert agency is not None
    reach = Reach(
        is_own=owner == who.agency, is_overseen=owner != who.agency and agency.is_central, in_force=not draft
    )
    return reaches(who.role, "procedure.read", reach)


@given("the cities of Naryn and Osh with their administrators")
def cities(state: SimpleNamespace) -> None:
    for name in ("Naryn", "Osh"):
        made = units.add(state.store, kind="agency", names={"en": name}, code=name.lower())
        state.cities[name] = made
        person(state, f"{name}-administrator", name, "administrator")


@given(parsers.parse('the position "{post}" of {city} takes the work of "{group}"'))
def position(state: SimpleNamespace, post: str, city: str, group: str) -> None:
    positions.add(
        state.store,
        unit=state.cities[city].id,
        names={"en": post},
        groups=[group],
        code=post.replace(" ", "-"),
    )


def hold(state: SimpleNamespace, name: str, city: str, post: str, **period: dt.date) -> None:
    found = positions.by_code(state.store, post.replace(" ", "-"))
    assert found is not None
    holdings.appoint(state.store, account=person(state, name, city).id, position=found.id, by="x", **period)


@when(parsers.parse('{name} of {city} holds "{post}" from today'))
def holds_position(state: SimpleNamespace, name: str, city: str, post: str) -> None:
    hold(state, name, city, post)


@given(parsers.parse('{name} of {city} held "{post}" until yesterday'))
def held_position(state: SimpleNamespace, name: str, city: str, post: str) -> None:
    hold(state, name, city, post, starts=t.today() - 9 * DAY, ends=t.today() - DAY)


@then(parsers.parse('{name} may take the work of "{group}"'))
def may_take(state: SimpleNamespace, name: str, group: str) -> None:
    assert groups_of(person(state, name, "Naryn")) == {group}


@then(parsers.parse("{name} may take no work"))
def may_take_none(state: SimpleNamespace, name: str) -> None:
    assert groups_of(person(state, name, "Naryn")) == frozenset()


@then(parsers.parse('the head of the unit of "{post}" is nobody'))
def no_head(state: SimpleNamespace, post: str) -> None:
    found = positions.by_code(state.store, post.replace(" ", "-"))
    assert found is not None
    assert heads_of(state.store, found.unit) == ()


@when(parsers.parse('{city} makes a position that takes the work of "{group}"'))
def makes_position(state: SimpleNamespace, city: str, group: str) -> None:
    with pytest.raises(Refusal) as refused:
        positions.add(state.store, unit=state.cities[city].id, names={"en": "Clerk"}, groups=[group])
    state.refused = refused.value


@then(parsers.parse('{city} is told that "{group}" does another agency\'s work'))
def told(state: SimpleNamespace, city: str, group: str) -> None:
    assert f"“{group}” does another agency's work" in state.refused.message
    assert positions.of_agency(state.store, state.cities[city].id) == ()


@when(parsers.parse("{city} takes in a file with two units, one of them below a place that is not there"))
def takes_in(state: SimpleNamespace, city: str) -> None:
    text = (
        "kind,code,parent,name_ky,name_ru,name_en,head,groups\n"
        f"unit,land,{city.lower()},Жер,,,,\nunit,water,nowhere,Суу,,,,\n"
    )
    state.taken = files.import_structure(state.store, state.cities[city].id, text)


@then(parsers.parse("row {number:d} is named"))
def row_named(state: SimpleNamespace, number: int) -> None:
    assert [error.row for error in state.taken.errors] == [number]


@then(parsers.parse("{city} has the units it had before"))
def as_before(state: SimpleNamespace, city: str) -> None:
    agency = state.cities[city]
    assert units.of_agency(state.store, agency.id) == (agency,)


@given(parsers.parse("{city} has a procedure in force and a draft of the next version"))
def procedure(state: SimpleNamespace, city: str) -> None:
    version = models.save(state.store, key="permit", name="Permit", source=b"<a/>", author="x")
    models.publish(state.store, version.id, definition_key="permit")
    models.save(state.store, key="permit", name="Permit", source=b"<b/>", author="x")
    give(state.store, "permit", state.cities[city].id)


@given("a reformer of the central agency")
def reformer(state: SimpleNamespace) -> None:
    state.cities["centre"] = units.add(
        state.store, kind="agency", names={"en": "Centre"}, code="centre", is_central=True
    )
    person(state, "reformer", "centre", "reformer")


@then(
    parsers.re(r"an analyst of (?P<city>\w+) (?P<how>sees|does not see) the (?P<what>draft|version in force)")
)
def analyst_sees(state: SimpleNamespace, city: str, how: str, what: str) -> None:
    who = person(state, f"analyst-{city}", city, "analyst")
    assert sees(state, who, draft=what == "draft") is (how == "sees")


@then("the reformer sees the draft")
def reformer_sees(state: SimpleNamespace) -> None:
    assert sees(state, person(state, "reformer", "centre"), draft=True)


@given(parsers.parse('a form whose field "{key}" is for "{group}" alone'))
def form(state: SimpleNamespace, key: str, group: str) -> None:
    field = {"key": key, "type": "textfield", "properties": {"visibleTo": group}}
    state.form = {"components": [field, {"key": "name", "type": "textfield"}]}


@then(parsers.re(r'a person of "(?P<group>\w+)" (?P<how>reads|does not read) "(?P<key>\w+)"'))
def reads(state: SimpleNamespace, group: str, how: str, key: str) -> None:
    made = accounts.add(
        state.store, name=group, full_name=group, password_hash="-", role="officer", groups=[group]
    )
    assert (key in visible_fields(made, state.form)) is (how == "reads")
    assert "name" in visible_fields(made, state.form)
