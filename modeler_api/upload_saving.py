"""Making a version of a file of a batch, for the person who chose it: by the page that looks on, or by the clock."""

from __future__ import annotations

from dataclasses import replace

from modeler_api import brought_models, held_uploads, organisation, repository
from modeler_api.auth import policy
from modeler_api.store import belonging, jobs, models
from modeler_api.store.accounts import Account
from modeler_api.upload_batches import Batch, BatchFile
from modeler_api.wiring import Door
from processes.text import Message, _

FOREIGN = _("Another agency has a procedure with this key.")
GONE = _("It was saved or discarded on its own page.")


def saved(door: Door, account: Account, file: BatchFile) -> BatchFile:
    """Make a version of a file; one that was made before the server died is found again, not made twice."""
    held = held_uploads.find(door.settings, account=account.id, name=file.held)
    if held is None:
        return replace(file, state="refused", held="", template=str(GONE))
    model = repository.model_in(held.source)
    key = repository.key_of(model)
    if not _brought(door, account, key):
        return replace(file, state="refused", template=str(FOREIGN))
    for made in models.versions(door.store, key)[:1]:
        if (made.source, made.author, made.reason) == (held.source, account.name, file.reason):
            return replace(file, state="saved", held="", version=made.number)
    title = repository.title_for(model, file=file.name)[:300]
    version = brought_models.keep(door, account, held.source, name=title, reason=file.reason)
    return replace(file, state="saved", held="", version=version.number)


def progress_of(batch: Batch) -> tuple[int, int, Message]:
    """How many are done of how many, in reading or else in saving, and so in words."""
    if not batch.is_read:
        done, all_ = len(batch.files) - len(batch.of("waiting")), len(batch.files)
        return done, all_, _("{done} of {all} files read").format(done=done, all=all_)
    done = len(batch.of("saved"))
    all_ = done + len(batch.of("chosen"))
    return done, max(all_, 1), _("{done} of {all} models saved").format(done=done, all=all_)


def ask_the_clock(door: Door, account: Account, name: str, *, doing: str, part: int = 0) -> None:
    """Let the clock or a worker go on with a batch while nobody looks; each portion is a job of its own."""
    arguments = {"doing": doing, "part": part}
    jobs.ask(door.store, kind="bring_models", subject=name, arguments=arguments, created_by=str(account.name))


def _brought(door: Door, account: Account, key: str) -> bool:
    """Let a procedure that nobody has yet belong to the person's agency; False when another agency has it."""
    owners = belonging.belonging(door.store)
    if key.removesuffix(belonging.TO_BE) not in owners.named and not models.versions(door.store, key):
        if account.agency:
            belonging.give(door.store, key, account.agency)
        return True
    agency = owners.agency_of(key)
    is_own = bool(agency) and agency == account.agency
    central = not is_own and organisation.is_central(door.store, account)
    return policy.reaches(
        account.role, "model.upload", policy.Reach(is_own=is_own, is_overseen=central, in_force=False)
    )
