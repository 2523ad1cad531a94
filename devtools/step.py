"""A step of the set-up: shown with its progress and time, and skipped when nothing it depends on has changed.

Each step has a stamp, a hash of what goes into it. The stamps lie in `.venv/stamps.json`, so removing `.venv/`
makes everything anew. A step that fails leaves no stamp.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from devtools.trouble import recognise


def fingerprint(*parts: str | Path) -> str:
    """Returns a hash of texts and of files' names and contents; a folder counts with everything in it."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            digest.update(b"text\0" + part.encode() + b"\0")
            continue
        for file in sorted(_files(part)):
            digest.update(
                b"file\0" + file.relative_to(part.parent).as_posix().encode() + b"\0" + file.read_bytes()
            )
    return digest.hexdigest()


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        yield path
    elif path.is_dir() and path.name not in {"node_modules", "__pycache__"}:
        for child in path.iterdir():
            yield from _files(child)


class Stamps:
    """What has been done before, by the name of the step."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def holds(self, step: str, stamp: str) -> bool:
        """Whether `step` was completed with this very stamp."""
        return self._read().get(step) == stamp

    def keep(self, step: str, stamp: str) -> None:
        """Notes that `step` is complete."""
        self._write(self._read() | {step: stamp})

    def forget(self, step: str) -> None:
        """Notes that `step` has to be done again."""
        self._write({name: stamp for name, stamp in self._read().items() if name != step})

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._file.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError):
            return {}

    def _write(self, stamps: Mapping[str, str]) -> None:
        if not self._file.parent.is_dir():
            return
        aside = self._file.with_suffix(".new")
        aside.write_text(json.dumps(stamps, indent=1), encoding="utf-8")
        aside.replace(self._file)


class Progress:
    """Shows one step: its number and title, what it is doing now, and in the end how long it took."""

    def __init__(self, number: int, of: int, title: str) -> None:
        self._head = f"[{number}/{of}] {title}"
        self._started = time.monotonic()
        self._now = ""
        self._terminal = sys.stdout.isatty()
        self._done = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Progress:
        if not self._terminal:
            print(f"{self._head} …", flush=True)
        self._ticker.start()
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        self._done.set()
        self._ticker.join()
        mark = "ok" if error is None else "failed"
        line = f"{self._head:<34} {mark:<7}{self.seconds:6.1f} s"
        print(f"\r\033[K{line}" if self._terminal else line, flush=True)

    @property
    def seconds(self) -> float:
        """How long the step has been running."""
        return time.monotonic() - self._started

    def say(self, line: str) -> None:
        """Notes what the step is doing now."""
        self._now = " ".join(line.split())

    def _tick(self) -> None:
        pause = 0.2 if self._terminal else 10.0
        while not self._done.wait(pause):
            if self._terminal:
                width = max(20, os.get_terminal_size().columns - 1)
                print(
                    f"\r\033[K{f'{self._head:<34} {self.seconds:6.1f} s  {self._now}'[:width]}",
                    end="",
                    flush=True,
                )
            else:
                print(f"{self._head:<34} … {self.seconds:6.1f} s  {self._now[:60]}", flush=True)


def command(
    words: Sequence[str | Path],
    *,
    step: str,
    progress: Progress,
    log: Path,
    cwd: Path,
    env: Mapping[str, str],
) -> None:
    """Runs a tool of a step, its output into `log`; raises Trouble in plain words when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(f"$ {' '.join(str(word) for word in words)}\n")
        said = []
        with subprocess.Popen(
            [str(word) for word in words],
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process:
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    file.write(line)
                    said.append(line)
                    if line.strip():
                        progress.say(line)
            except BaseException:
                process.terminate()
                raise
    if process.returncode != 0:
        raise recognise(step, "".join(said), log)
