"""The organisation: a tree of places, positions with groups, people who hold them for a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from modeler_api.organisation import groups_of, heads_of, people_of, units_of
from modeler_api.store import Store, absences, accounts, holdings, positions, sessions, units
from modeler_api.store import tables as t
from modeler_api.store.refusal import Refusal
from modeler_api.store.unit_of_work import MIGRATIONS

DAY = dt.timedelta(days=1)


@pytest.fixture
def store(engine_url: str) -> Iterator[Store]:
    opened = Store(engine_url)
    opened.migrate()
    yield opened
    opened.close()


def named(name: str) -> dict[str, str]:
    return {"ky": name}


def person(store: Store, name: str, agency: str, full_name: str = "") -> accounts.Account:
    return accounts.add(
        store, name=name, full_name=full_name or name, password_hash="-", role="officer", agency=agency
    )


def reread(store: Store, account: accounts.Account) -> accounts.Account:
    found = accounts.by_id(store, account.id)
    assert found is not None
    return found


def test_a_position_gives_its_groups_and_unit_while_it_is_held(store: Store) -> None:
    city = units.add(store, kind="agency", names=named("Мэрия"))
    land = units.add(store, kind="unit", names=named("Жер бөлүмү"), parent=city.id)
    clerk = positions.add(store, unit=land.id, names=named("Адис"), groups=["clerks"])
    ana = person(store, "ana", city.id)
    assert groups_of(ana) == frozenset()
    today = t.today()
    holding = holdings.appoint(
        store, account=ana.id, position=clerk.id, by="admin", starts=today - 2 * DAY, ends=today
    )
    ana = reread(store, ana)
    assert groups_of(ana) == {"clerks"}
    assert units_of(store, ana) == (land,)
    assert ana.heads == frozenset()
    holdings.end(store, holding.id, last_day=today - DAY)
    assert groups_of(reread(store, ana)) == frozenset()
    [kept] = holdings.of_account(store, ana.id)
    assert kept.ends == today - DAY


def test_several_positions_add_up_and_a_future_one_waits(store: Store) -> None:
    city = units.add(store, kind="agency", names=named("Мэрия"))
    one = positions.add(store, unit=city.id, names=named("Бир"), groups=["a", "b"])
    two = positions.add(store, unit=city.id, names=named("Эки"), groups=["b", "c"])
    later = positions.add(store, unit=city.id, names=named("Кийин"), groups=["d"])
    ana = person(store, "ana", city.id)
    for position in (one, two):
        holdings.appoint(store, account=ana.id, position=position.id, by="admin")
    holdings.appoint(store, account=ana.id, position=later.id, by="admin", starts=t.today() + DAY)
    assert groups_of(reread(store, ana)) == {"a", "b", "c"}


def test_a_group_belongs_to_one_agency_until_nobody_carries_it(store: Store) -> None:
    naryn = units.add(store, kind="agency", names=named("Нарын"))
    osh = units.add(store, kind="agency", names=named("Ош"))
    clerk = positions.add(store, unit=naryn.id, names=named("Адис"), groups=["clerks"])
    with pytest.raises(Refusal, match="“clerks” does another agency's work"):
        positions.add(store, unit=osh.id, names=named("Адис"), groups=["clerks"])
    assert positions.of_agency(store, osh.id) == ()
    assert positions.agency_of_group(store, "clerks") == naryn.id
    positions.change(store, clerk.id, names=named("Адис"), groups=[], is_head=False)
    positions.add(store, unit=osh.id, names=named("Адис"), groups=["clerks"])
    assert positions.agency_of_group(store, "clerks") == osh.id


def test_nobody_holds_a_position_of_another_agency_or_twice_at_once(store: Store) -> None:
    naryn = units.add(store, kind="agency", names=named("Нарын"))
    osh = units.add(store, kind="agency", names=named("Ош"))
    here = positions.add(store, unit=naryn.id, names=named("Адис"))
    there = positions.add(store, unit=osh.id, names=named("Адис"))
    ana = person(store, "ana", naryn.id)
    with pytest.raises(Refusal, match="another agency"):
        holdings.appoint(store, account=ana.id, position=there.id, by="admin")
    today = t.today()
    holdings.appoint(store, account=ana.id, position=here.id, by="admin", starts=today, ends=today + 3 * DAY)
    with pytest.raises(Refusal, match="already"):
        holdings.appoint(store, account=ana.id, position=here.id, by="admin", starts=today + 2 * DAY)
    with pytest.raises(Refusal, match="last day"):
        holdings.appoint(
            store, account=ana.id, position=here.id, by="admin", starts=today + 5 * DAY, ends=today + 4 * DAY
        )
    holdings.appoint(store, account=ana.id, position=here.id, by="admin", starts=today + 4 * DAY)
    assert len(holdings.of_account(store, ana.id)) == 2


def test_the_head_is_that_of_the_unit_else_of_the_nearest_above_and_acting_first(store: Store) -> None:
    city = units.add(store, kind="agency", names=named("Мэрия"))
    office = units.add(store, kind="office", names=named("Башкармалык"), parent=city.id)
    unit = units.add(store, kind="unit", names=named("Бөлүм"), parent=office.id)
    chief = positions.add(store, unit=office.id, names=named("Башчы"), is_head=True)
    ana, bek = person(store, "ana", city.id), person(store, "bek", city.id)
    holdings.appoint(store, account=ana.id, position=chief.id, by="admin")
    assert [head.name for head in heads_of(store, unit.id)] == ["ana"]
    holdings.appoint(store, account=bek.id, position=chief.id, by="admin", is_acting=True)
    assert [head.name for head in heads_of(store, unit.id)] == ["bek", "ana"]
    assert reread(store, bek).heads == {office.id}
    assert heads_of(store, city.id) == ()


def test_people_are_found_by_plain_letters_paged_and_below(store: Store) -> None:
    city = units.add(store, kind="agency", names=named("Мэрия"))
    unit = units.add(store, kind="unit", names=named("Бөлүм"), parent=city.id)
    clerk = positions.add(store, unit=unit.id, names=named("Адис"))
    for name, full_name in (("u", "Асан Үсөнов"), ("k", "Ольга Ким"), ("m", "Эркин Молдобаев")):
        ana = person(store, name, city.id, full_name)
        holdings.appoint(store, account=ana.id, position=clerk.id, by="admin")
    assert [one.full_name for one in people_of(store, city.id, words="усонов")] == ["Асан Үсөнов"]
    assert [one.name for one in people_of(store, unit.id, limit=1, offset=1)] == ["k"]
    assert people_of(store, city.id, with_below=False) == ()
    assert holdings.count_people(store, city.id, with_below=True) == 3
    assert [one.name for one in accounts.page(store, words="ИСПНЬ")] == []
    assert accounts.count(store, words="моЛДо") == 1


def test_a_place_moves_within_its_agency_and_never_below_itself(store: Store) -> None:
    city = units.add(store, kind="agency", names=named("Мэрия"))
    osh = units.add(store, kind="agency", names=named("Ош"))
    one = units.add(store, kind="office", names=named("Бир"), parent=city.id)
    two = units.add(store, kind="unit", names=named("Эки"), parent=one.id)
    three = units.add(store, kind="unit", names=named("Үч"), parent=city.id)
    units.move(store, two.id, three.id)
    assert [place.code for place in units.above(store, two.id)] == [city.code, three.code, two.code]
    assert units.below(store, city.id) == {city.id, one.id, two.id, three.id}
    for moved, target in ((three, two), (three, three), (city, osh), (one, osh)):
        with pytest.raises(Refusal):
            units.move(store, moved.id, target.id)


def test_only_an_empty_place_is_closed_and_a_held_position_is_not(store: Store) -> None:
    city = units.add(store, kind="agency", names=named("Мэрия"))
    unit = units.add(store, kind="unit", names=named("Бөлүм"), parent=city.id)
    clerk = positions.add(store, unit=unit.id, names=named("Адис"), groups=["clerks"])
    ana = person(store, "ana", city.id)
    holding = holdings.appoint(store, account=ana.id, position=clerk.id, by="admin")
    with pytest.raises(Refusal, match="open units below"):
        units.close(store, city.id)
    with pytest.raises(Refusal, match="open positions"):
        units.close(store, unit.id)
    with pytest.raises(Refusal, match="Somebody holds"):
        positions.close(store, clerk.id)
    holdings.end(store, holding.id, last_day=t.today() - DAY)
    positions.close(store, clerk.id)
    units.close(store, unit.id)
    assert [place.id for place in units.of_agency(store, city.id)] == [city.id]
    assert positions.agency_of_group(store, "clerks") is None
    units.reopen(store, unit.id)
    assert len(units.of_agency(store, city.id)) == 2


def test_codes_are_made_of_names_and_never_doubled(store: Store) -> None:
    city = units.add(store, kind="agency", names=named("Мэрия"))
    again = units.add(store, kind="agency", names=named("Мэрия"))
    assert (city.code, again.code) == ("meriya", "meriya-2")
    with pytest.raises(Refusal, match="is taken"):
        units.add(store, kind="agency", names=named("Мэрия"), code="meriya")
    assert (city.name("ru"), city.name("ky")) == ("Мэрия", "Мэрия")


def test_names_are_read_as_they_are_asked_for(store: Store) -> None:
    city = units.add(store, kind="agency", names=named("Мэрия"))
    person(store, "ana", city.id, "Ана")
    names = accounts.full_names(store).fetch(["ana", "nobody", None])
    assert (names["ana"], names.get("nobody", "?"), names.get("ana")) == ("Ана", "?", "Ана")
    assert dict(names) == {"ana": "Ана"}


def test_accounts_and_memberships_are_carried_over_and_back(engine_url: str) -> None:
    store, config = Store(engine_url), Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))

    def to(revision: str) -> None:
        with store.begin() as connection:
            config.attributes["connection"] = connection
            step = command.downgrade if revision < (store_revision or "") else command.upgrade
            step(config, revision)

    store_revision = None
    to("0001")
    moment = t.now()
    account = sa.table(
        "door_account",
        *(sa.column(name) for name in ("id", "name", "full_name", "password_hash", "role")),
        *(sa.column(name) for name in ("is_demo", "is_active")),
        sa.column("created", t.Moment),
    )
    member = sa.table("door_membership", sa.column("account"), sa.column("group"))
    same = {"password_hash": "-", "role": "officer", "is_demo": False, "is_active": True, "created": moment}
    with store.begin() as connection:
        for name in ("ana", "bek", "nobody"):
            connection.execute(
                sa.insert(account).values(id=name, name=name, full_name="Үсөн " + name, **same)
            )
        for name, group in (("ana", "clerks"), ("ana", "head"), ("bek", "clerks")):
            connection.execute(sa.insert(member).values(account=name, group=group))
    to("0002")
    [agency] = units.agencies(store)
    assert agency.is_central
    ana, bek, nobody = (accounts.by_name(store, name) for name in ("ana", "bek", "nobody"))
    assert ana is not None
    assert bek is not None
    assert nobody is not None
    assert (ana.groups, bek.groups, nobody.groups) == ({"clerks", "head"}, {"clerks"}, frozenset())
    assert {one.agency for one in (ana, bek, nobody)} == {agency.id}
    assert accounts.count(store, words="усон") == 3
    store_revision = "0002"
    to("0001")
    with store.begin() as connection:
        rows = connection.execute(sa.select(member)).all()
    assert {(row.account, row.group) for row in rows} == {
        ("ana", "clerks"),
        ("ana", "head"),
        ("bek", "clerks"),
    }
    store.close()


def test_twenty_thousand_people_are_searched_by_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('many') / 'door.sqlite3'}")
    store.migrate()
    city = units.add(store, kind="agency", names=named("Мэрия"))
    clerk = positions.add(store, unit=city.id, names=named("Адис"))
    with store.begin() as connection:
        moment, today = t.now(), t.today()
        rows = [
            {
                "id": f"{number:032}",
                "name": f"p{number}",
                "full_name": f"Үсөнов {number}",
                "folded": f"усонов {number} p{number}",
                "agency": city.id,
                "password_hash": "-",
                "role": "officer",
                "is_demo": False,
                "is_active": True,
                "created": moment,
            }
            for number in range(20_000)
        ]
        connection.execute(sa.insert(t.account), rows)
        held = [
            {
                "id": f"{number:032}",
                "account": f"{number:032}",
                "position": clerk.id,
                "starts": today,
                "is_acting": False,
                "created": moment,
                "created_by": "x",
            }
            for number in range(20_000)
        ]
        connection.execute(sa.insert(t.holding), held)
    assert holdings.count_people(store, city.id) == 20_000
    assert [one.name for one in people_of(store, city.id, words="үсөнов 19999")] == ["p19999"]
    assert len(accounts.page(store, words="усонов", limit=50, offset=19_975)) == 25
    store.close()


def test_whoever_acts_is_a_name_to_every_store(store: Store) -> None:
    from engine import Engine, WorkQuery
    from engine.actor import Actor
    from processes import read_model

    city = units.add(store, kind="agency", names=named("Мэрия"))
    ana = person(store, "ana", city.id)
    actor = Actor("ana", affiliation="city", on_behalf_of="bek")
    assert accounts.by_name(store, actor) == ana
    engine = Engine(store.url)
    engine.migrate()
    case = engine.start(engine.deploy(read_model(b"Check @clerks", dialect="sketch"), by=actor), by=actor)
    [item] = engine.work_items(case)
    engine.claim(item, by=actor, groups=["clerks"])
    assert [found.id for found in engine.find_work(WorkQuery(held_by=actor))] == [item.id]
    taken = [record for record in engine.history(case) if record.kind == "claimed"]
    assert [(one.by, one.affiliation, one.on_behalf_of) for one in taken] == [("ana", "city", "bek")]
    engine.dispose()


def test_all_the_way_down_and_up_again_people_keep_their_work(engine_url: str) -> None:
    store, config = Store(engine_url), Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    store.migrate()
    city = units.add(store, kind="agency", names=named("Мэрия"))
    ana, bek = person(store, "ana", city.id), person(store, "bek", city.id)
    accounts.set_groups(store, ana.id, ["clerks"])
    sessions.begin(store, account=ana.id, method="password", lasts=DAY)
    absences.enter(
        store,
        account=ana.id,
        substitute=bek.id,
        starts=t.today(),
        ends=t.today(),
        held="unit",
        by="x",
        accepted=True,
    )
    with store.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    store.migrate()
    found = accounts.by_name(store, "ana")
    assert found is not None
    assert found.groups == {"clerks"}
    assert absences.around(store, ana.id) == ()
    store.close()
