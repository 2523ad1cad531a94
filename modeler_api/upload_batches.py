"""Many files at once: they wait in a folder of their own and are read, and later saved, a few at a time.

A file that is no model is refused with its line and the way out, and the rest is read all the same. What has been read
or saved is written down after each slice, so that a server that dies goes on where it was.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from modeler_api import held_uploads, repository
from modeler_api.journal import logger
from modeler_api.settings import Settings
from modeler_api.store.unit_of_work import OUT_OF_REACH
from modeler_api.upload_archives import NotUnpacked, unpacked
from processes import NotBpmn
from processes.text import Message, _, kept, recalled

FAILED = _("Reading it stopped with an error of this program, which is noted in the log of the server.")
NOT_SAVED = _("Saving it stopped with an error of this program, which is noted in the log of the server.")
NOT_SAVED_HINT = _("Tell whoever runs the server the name of the file. The other files are saved.")
FAILED_HINT = _("Tell whoever runs the server the name of the file. The other files are read.")

SLICE_SECONDS = 1.0
KEPT_SECONDS = 24 * 3600

_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, kw_only=True)
class BatchFile:
    """One file of a batch: `state` is "waiting", "read", "refused", "chosen" (to be saved) or "saved".

    `held` is the name of the upload on hold that its import report stands under, `reason` why it is to be saved,
    `version` what it was saved as.
    """

    name: str
    state: str = "waiting"
    held: str = ""
    title: str = ""
    key: str = ""
    errors: int = 0
    warnings: int = 0
    laid_out: bool = False
    template: str = ""
    values: dict[str, Any] | None = None
    hint: str = ""
    hint_values: dict[str, Any] | None = None
    line: int | None = None
    element: str = ""
    reason: str = ""
    version: int | None = None

    @property
    def why(self) -> Message | None:
        """Why it was refused."""
        return _message(self.template, self.values) if self.template else None

    @property
    def way_out(self) -> Message | None:
        """What to do about it."""
        return _message(self.hint, self.hint_values) if self.hint else None


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The files of one upload, in the order in which they came."""

    name: str
    files: tuple[BatchFile, ...]
    changed: dt.datetime | None = None
    """When anything of it was last written down."""

    def of(self, *states: str) -> tuple[BatchFile, ...]:
        """The files in one of these states."""
        return tuple(file for file in self.files if file.state in states)

    @property
    def is_read(self) -> bool:
        """Whether every file has been looked at."""
        return not self.of("waiting")

    @property
    def is_saved(self) -> bool:
        """Whether nothing that was chosen still waits to be saved."""
        return not self.of("chosen")

    @property
    def is_over(self) -> bool:
        """Whether nothing goes on by itself any more."""
        return self.is_read and self.is_saved


def begin(settings: Settings, *, account: str, files: Iterable[tuple[str, bytes]]) -> str:
    """Put files in a folder of their own, archives unpacked, and return the name to ask for them by.

    Raises `NotUnpacked` when an archive is refused or there are too many files; then nothing is kept.
    """
    parent = settings.data / "uploads"
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(parent)
    name = secrets.token_hex(16)
    folder = parent / f"{account}-{name}.batch"
    folder.mkdir(mode=0o700)
    try:
        named = []
        for number, (file, content) in enumerate(unpacked(files, most=settings.upload_limit_mb * 2**20)):
            (folder / f"{number:05d}").write_bytes(content)
            named.append(BatchFile(name=file))
        if not named:
            raise NotUnpacked(
                _("No file with a model was found. Choose BPMN files, or a ZIP archive of them.")
            )
    except Exception:
        # Whatever went wrong is told by who asked; half a batch is left to nobody.
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _write(folder, named)
    return name


def find(settings: Settings, *, account: str, name: str) -> Batch | None:
    """The batch this person has under this name, or None."""
    folder = _folder(settings, account, name)
    if folder is None or not (folder / "index.json").exists():
        return None
    return Batch(name=name, files=tuple(_read(folder)), changed=_changed(folder))


def every(settings: Settings, *, account: str) -> list[Batch]:
    """All batches this person has, the newest first."""
    names = (
        folder.name.removeprefix(f"{account}-").removesuffix(".batch")
        for folder in (settings.data / "uploads").glob(f"{account}-*.batch")
    )
    found = [batch for name in names if (batch := find(settings, account=account, name=name)) is not None]
    return sorted(found, key=lambda batch: str(batch.changed), reverse=True)


Save = Callable[[BatchFile], BatchFile]
"""Makes a version of a file that was chosen; called again for a file whose saving was not written down."""


def go_on(
    settings: Settings, *, account: str, name: str, save: Save, seconds: float = SLICE_SECONDS
) -> Batch | None:
    """Read what waits and save what was chosen for about this long, and return the batch as it is then.

    None when there is none. What another request reads or saves at the moment is left to it.
    """
    folder = _folder(settings, account, name)
    if folder is None or not (folder / "index.json").exists():
        return None
    try:
        return _gone_on(settings, account, name, folder, save, seconds)
    except FileNotFoundError:
        if folder.exists():
            raise
        return None  # forgotten on another page at this very moment


def _gone_on(settings: Settings, account: str, name: str, folder: Path, save: Save, seconds: float) -> Batch:
    with _alone(folder) as is_mine:
        files, before = _read(folder), _read(folder)
        contents = [folder / f"{place:05d}" for place in range(len(files))]
        end = time.monotonic() + seconds
        for place, file in enumerate(files if is_mine else ()):
            if file.state == "waiting":
                files[place] = _looked_at(settings, account, file, contents[place].read_bytes())
            elif file.state == "chosen":
                files[place] = _saved(save, file)
            else:
                continue
            if time.monotonic() > end:
                break
        if files != before:
            _write(folder, files)
        # Only what is written down goes: who dies before it reads or saves the file again.
        for place, (was, is_now) in enumerate(zip(before, files, strict=True)):
            if was.state == "waiting" != is_now.state:
                contents[place].unlink(missing_ok=True)
            if was.held and not is_now.held:
                held_uploads.drop(settings, account=account, name=was.held)
    return Batch(name=name, files=tuple(files), changed=_changed(folder))


def choose(settings: Settings, *, account: str, name: str, places: Iterable[int], reason: str) -> int:
    """Let the files at these places that were read be saved by whoever goes on, and return how many they are.

    Waits for who reads or saves; who sends a page twice finds at the second time what the first one chose.
    """
    folder, wanted = _folder(settings, account, name), frozenset(places)
    if folder is None or not (folder / "index.json").exists():
        return 0
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        files = _read(folder)
        chosen = [place for place, file in enumerate(files) if place in wanted and file.state == "read"]
        for place in chosen:
            files[place] = replace(files[place], state="chosen", reason=reason)
        _write(folder, files)
    return len(chosen)


def drop(settings: Settings, *, account: str, name: str) -> None:
    """Forget the batch and what of it is on hold; harmless when there is none.

    Waits for who reads or saves, so that nothing is written into a folder that goes.
    """
    folder = _folder(settings, account, name)
    if folder is None or not folder.exists():
        return
    try:
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for file in _read(folder):
                if file.held:
                    held_uploads.drop(settings, account=account, name=file.held)
            shutil.rmtree(folder, ignore_errors=True)
    except FileNotFoundError:
        return  # somebody was quicker


def _message(template: str, values: Mapping[str, Any] | None) -> Message:
    return Message(template).format(**recalled(values)) if values else Message(template)


def _looked_at(settings: Settings, account: str, file: BatchFile, source: bytes) -> BatchFile:
    try:
        model = repository.acceptable(source)
        has_diagram = model.has_diagram
        if not has_diagram:
            from processes.model.layout import laid_out

            model = laid_out(model)
        problems = repository.problems_in(model.source)
    except NotBpmn as refused:
        return replace(
            file,
            state="refused",
            template=refused.message.template,
            values=kept(refused.message.values),
            hint=refused.hint.template,
            hint_values=kept(refused.hint.values),
            line=refused.line,
            element=refused.element or "",
        )
    except Exception as error:  # noqa: BLE001  # whatever one file does to us, the others are read
        logger("upload").error("file not read", file=file.name, exc_info=error)
        return replace(file, state="refused", template=FAILED.template, hint=FAILED_HINT.template)
    held = held_uploads.hold(
        settings, account=account, file=file.name, source=model.source, laid_out=not has_diagram
    )
    return replace(
        file,
        state="read",
        held=held,
        title=repository.title_for(model, file=file.name),
        key=repository.key_of(model),
        errors=sum(problem.severity == "error" for problem in problems),
        warnings=sum(problem.severity == "warning" for problem in problems),
        laid_out=not has_diagram,
    )


def _saved(save: Save, file: BatchFile) -> BatchFile:
    try:
        return save(file)
    except OUT_OF_REACH:
        raise  # the file is not to blame, and is saved at the next turn
    except Exception as error:  # noqa: BLE001  # whatever one file does to us, the others are saved
        logger("upload").error("file not saved", file=file.name, exc_info=error)
        return replace(
            file, state="refused", held="", template=NOT_SAVED.template, hint=NOT_SAVED_HINT.template
        )


def _folder(settings: Settings, account: str, name: str) -> Path | None:
    return settings.data / "uploads" / f"{account}-{name}.batch" if _NAME.fullmatch(name) else None


def _changed(folder: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp((folder / "index.json").stat().st_mtime, dt.UTC)


def _read(folder: Path) -> list[BatchFile]:
    return [BatchFile(**file) for file in json.loads((folder / "index.json").read_text(encoding="utf-8"))]


def _write(folder: Path, files: Iterable[BatchFile]) -> None:
    fresh = folder / "index.new"
    fresh.write_text(json.dumps([asdict(file) for file in files]), encoding="utf-8")
    fresh.replace(folder / "index.json")


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else reads this batch at the moment; it stays so in the block."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _sweep(parent: Path) -> None:
    oldest = time.time() - KEPT_SECONDS
    for folder in parent.glob("*.batch"):
        try:
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
        except FileNotFoundError:
            continue  # another process swept it at the same moment
