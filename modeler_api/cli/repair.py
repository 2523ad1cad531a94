"""`kyzmat repair`: a broken model mended, with every repair named."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modeler_api.cli import AsJson, Failure, app, print_json, say


@app.command()
def repair(
    file: Annotated[Path, typer.Argument(help="The broken file; it stays as it is.")],
    out: Annotated[Path, typer.Option(help="Where the mended model goes.")],
    as_json: AsJson = False,
) -> int:
    """Mend a broken BPMN file and name each repair. Exit code: 0 written, 2 it cannot be mended."""
    from processes import NotBpmn
    from processes.model.repair import repair as mend

    if out.exists() and out.samefile(file):
        raise Failure(
            "The mended model needs a name of its own, so that nothing is lost: choose another --out."
        )
    try:
        mended = mend(file.read_bytes(), file=file.name)
    except NotBpmn as refused:
        say(str(refused))
        return 2
    out.write_bytes(mended.model.source)
    repairs = [{"line": r.line, "message": str(r.message)} for r in mended.repairs]
    if as_json:
        print_json({"file": str(out), "repairs": repairs})
        return 0
    for repaired in mended.repairs:
        where = f"{file}:{repaired.line}: " if repaired.line else f"{file}: "
        typer.echo(f"{where}{repaired.message}")
    typer.echo(
        f"{out}: written, {len(repairs)} repairs" if repairs else f"{out}: written, nothing was broken"
    )
    return 0
