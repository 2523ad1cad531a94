"""`kyzmat add-account`: make an account where no administrator can sign in yet."""

from __future__ import annotations

from typing import Annotated

import typer

from modeler_api.cli import Data, Failure, app, settings_with


@app.command(name="add-account")
def add_account(
    name: Annotated[str, typer.Argument(help="The account name.")],
    role: Annotated[str, typer.Option(help="officer, head, analyst, reformer, auditor or administrator.")],
    full_name: Annotated[str, typer.Option(help="The person's name.")] = "",
    group: Annotated[
        list[str] | None, typer.Option(help="A unit whose work they may take; repeatable.")
    ] = None,
    data: Data = None,
) -> None:
    """Make an account and print its first password."""
    from modeler_api.auth import passwords
    from modeler_api.auth.policy import ROLES
    from modeler_api.beginning import migrate
    from modeler_api.store import accounts
    from modeler_api.wiring import open_door

    if role not in ROLES:
        raise Failure(f"There is no role “{role}”. Choose one of: {', '.join(ROLES)}.", code=2)
    door = open_door(settings_with(data=data))
    migrate(door)
    if accounts.by_name(door.store, name) is not None:
        raise Failure(f"The account name “{name}” is taken. Choose another.")
    password = passwords.invented()
    accounts.add(
        door.store,
        name=name,
        full_name=full_name or name,
        password_hash=passwords.hashed(password),
        role=role,
        groups=group or (),
    )
    typer.echo(password)
