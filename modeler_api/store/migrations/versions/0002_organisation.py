"""The organisation: agencies, units, positions and who holds them.

Accounts that were there come into one agency that looks after itself; each group somebody belonged to becomes a
position that carries it, and each membership the holding of that position. Going back, the groups of the positions
somebody holds today become memberships again; the tree and its periods are lost.
"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment, now, today
from processes.text import folded

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "door_unit",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("parent", sa.String(32), nullable=True),
        sa.Column("agency", sa.String(32), nullable=False),
        sa.Column("name_ky", sa.String(300), nullable=False),
        sa.Column("name_ru", sa.String(300), nullable=False),
        sa.Column("name_en", sa.String(300), nullable=False),
        sa.Column("is_central", sa.Boolean(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("closed", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["parent"], ["door_unit.id"], name="fk_door_unit_parent"),
        sa.PrimaryKeyConstraint("id", name="pk_door_unit"),
        sa.UniqueConstraint("code", name="uq_door_unit_code"),
    )
    op.create_index("ix_door_unit_parent", "door_unit", ["parent"])
    op.create_index("ix_door_unit_agency", "door_unit", ["agency"])
    op.create_table(
        "door_position",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("name_ky", sa.String(300), nullable=False),
        sa.Column("name_ru", sa.String(300), nullable=False),
        sa.Column("name_en", sa.String(300), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("closed", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["door_unit.id"], name="fk_door_position_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_door_position"),
        sa.UniqueConstraint("code", name="uq_door_position_code"),
    )
    op.create_index("ix_door_position_unit", "door_position", ["unit"])
    op.create_table(
        "door_candidate_group",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("agency", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["agency"], ["door_unit.id"], name="fk_door_candidate_group_agency"),
        sa.PrimaryKeyConstraint("name", name="pk_door_candidate_group"),
    )
    op.create_table(
        "door_position_group",
        sa.Column("position", sa.String(32), nullable=False),
        sa.Column("group", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["position"], ["door_position.id"], name="fk_door_position_group_position", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group"], ["door_candidate_group.name"], name="fk_door_position_group_group"
        ),
        sa.PrimaryKeyConstraint("position", "group", name="pk_door_position_group"),
    )
    op.create_index("ix_door_position_group_group", "door_position_group", ["group"])
    op.create_table(
        "door_holding",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("position", sa.String(32), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("is_acting", sa.Boolean(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["door_account.id"], name="fk_door_holding_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["position"], ["door_position.id"], name="fk_door_holding_position"),
        sa.PrimaryKeyConstraint("id", name="pk_door_holding"),
    )
    op.create_index("ix_door_holding_account", "door_holding", ["account"])
    op.create_index("ix_door_holding_position", "door_holding", ["position"])
    # SQLite changes a table by replacing it, and dropping the old one would empty what refers to it.
    memberships = _rows("membership")
    op.drop_table("door_membership")
    with op.batch_alter_table("door_account") as batch:
        batch.add_column(sa.Column("folded", sa.String(300), nullable=False, server_default=""))
        batch.add_column(sa.Column("email", sa.String(254), nullable=True))
        batch.add_column(sa.Column("agency", sa.String(32), nullable=True))
        batch.create_unique_constraint("uq_door_account_email", ["email"])
        batch.create_foreign_key("fk_door_account_agency", "door_unit", ["agency"], ["id"])
        batch.create_index("ix_door_account_agency", ["agency"])
    _carry_over(memberships)


def _rows(name: str) -> list[tuple[str, str]]:
    connection = op.get_bind()
    table = sa.Table(f"door_{name}", sa.MetaData(), autoload_with=connection, resolve_fks=False)
    found = connection.execute(sa.select(table.c.account, table.c.group).order_by(table.c.group))
    return [(row.account, row.group) for row in found]


def _carry_over(memberships: list[tuple[str, str]]) -> None:
    connection = op.get_bind()
    tables = sa.MetaData()
    names = ("account", "unit", "position", "candidate_group", "position_group", "holding")
    # Only these tables, and no keys followed: the engine keeps its own tables in the same database.
    t = {n: sa.Table(f"door_{n}", tables, autoload_with=connection, resolve_fks=False) for n in names}
    accounts = connection.execute(
        sa.select(t["account"].c.id, t["account"].c.name, t["account"].c.full_name)
    ).all()
    if not accounts:
        return
    moment, day = now(), today()
    agency = _new_unit(connection, t["unit"], moment)
    for account in accounts:
        connection.execute(
            sa.update(t["account"])
            .where(t["account"].c.id == account.id)
            .values(folded=folded(f"{account.full_name} {account.name}")[:300], agency=agency)
        )
    positions: dict[str, str] = {}
    for account, group in memberships:
        if group not in positions:
            positions[group] = uuid.uuid4().hex
            connection.execute(
                sa.insert(t["position"]).values(
                    id=positions[group],
                    code=group[:80] if len(group) <= 80 else uuid.uuid4().hex,
                    unit=agency,
                    name_ky=group,
                    name_ru=group,
                    name_en=group,
                    is_head=False,
                    created=moment,
                )
            )
            connection.execute(sa.insert(t["candidate_group"]).values(name=group, agency=agency))
            connection.execute(sa.insert(t["position_group"]).values(position=positions[group], group=group))
        connection.execute(
            sa.insert(t["holding"]).values(
                id=uuid.uuid4().hex,
                account=account,
                position=positions[group],
                starts=day,
                is_acting=False,
                created=moment,
                created_by="migration",
            )
        )


def _new_unit(connection: sa.Connection, unit: sa.Table, moment: object) -> str:
    agency = uuid.uuid4().hex
    connection.execute(
        sa.insert(unit).values(
            id=agency,
            code="agency",
            kind="agency",
            agency=agency,
            name_ky="Мекеме",
            name_ru="Учреждение",
            name_en="Agency",
            is_central=True,
            created=moment,
        )
    )
    return agency


def downgrade() -> None:
    connection, tables = op.get_bind(), sa.MetaData()
    held = sa.Table("door_holding", tables, autoload_with=connection, resolve_fks=False)
    carried = sa.Table("door_position_group", tables, autoload_with=connection, resolve_fks=False)
    day = today()
    current = (
        sa.select(held.c.account, carried.c.group)
        .join(carried, carried.c.position == held.c.position)
        .where(held.c.starts <= day, sa.or_(held.c.ends.is_(None), held.c.ends >= day))
        .distinct()
    )
    memberships = [(row.account, row.group) for row in connection.execute(current)]
    for name in ("holding", "position_group", "candidate_group", "position"):
        op.drop_table(f"door_{name}")
    with op.batch_alter_table("door_account") as batch:
        batch.drop_index("ix_door_account_agency")
        batch.drop_constraint("fk_door_account_agency", type_="foreignkey")
        batch.drop_constraint("uq_door_account_email", type_="unique")
        batch.drop_column("agency")
        batch.drop_column("email")
        batch.drop_column("folded")
    op.drop_table("door_unit")
    member = op.create_table(
        "door_membership",
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("group", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["door_account.id"], name=op.f("fk_door_membership_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account", "group", name=op.f("pk_door_membership")),
    )
    for account, group in memberships:
        connection.execute(sa.insert(member).values(account=account, group=group))
