"""`kyzmat worker`: a process that does the work sent over the broker."""

from __future__ import annotations

from typing import Annotated

import typer

from modeler_api.cli import Data, Failure, app, settings_with


@app.command()
def worker(
    data: Data = None,
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="How many jobs at once.")] = 2,
) -> None:
    """Run jobs from the broker (KYZMAT_BROKER) until stopped."""
    settings = settings_with(data=data)
    if settings.broker is None:
        raise Failure(
            "A worker needs a broker. Set KYZMAT_BROKER, for example redis://localhost:6379/0; "
            "without one, `kyzmat clock` does all the work.",
            code=2,
        )
    from modeler_api.worker import run_worker

    run_worker(settings, concurrency=concurrency)
