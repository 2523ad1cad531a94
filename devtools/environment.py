"""The environment in `.venv/` and the bundles made from `web/`: what they consist of and how they come about.

venv → uv → the locked Python packages → Kyzmat itself, editable → the locked npm packages, with the Node.js that
came with the Python packages → esbuild. Nothing is asked of the machine but Python, and no server is named here:
pip and npm are used as they are configured, and uv is told what pip is configured to use.
"""

from __future__ import annotations

import ast
import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from devtools.step import Progress, Stamps, command, fingerprint
from devtools.trouble import Trouble, require_space


@dataclass(frozen=True)
class Step:
    """One step of the set-up: done anew when its stamp differs or one of `makes` is missing."""

    title: str
    stamp: str
    makes: tuple[Path, ...]
    do: Callable[[Progress], None]


class Environment:
    """The places of a checkout and the set-up that fills them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.bin = self.venv / "bin"
        self.python = self.bin / "python"
        self.var = root / "var"
        self.web = root / "web"
        self.lock = root / "requirements.lock"

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables for tools: `.venv/bin` comes first, caches have a place that can be written."""
        variables = dict(os.environ)
        variables["PATH"] = f"{self.bin}{os.pathsep}{variables.get('PATH', os.defpath)}"
        variables["VIRTUAL_ENV"] = str(self.venv)
        variables.pop("PYTHONHOME", None)
        # Compiled once and kept: importing everything anew costs each run of the tests half a minute.
        variables.pop("PYTHONDONTWRITEBYTECODE", None)
        variables["PYTHONPYCACHEPREFIX"] = str(self.var / "cache" / "bytecode")
        home = Path(variables.get("HOME", "/nonexistent"))
        if not os.access(home, os.W_OK):
            caches = self.var / "cache"
            for name, folder in {
                "PIP_CACHE_DIR": "pip",
                "UV_CACHE_DIR": "uv",
                "npm_config_cache": "npm",
            }.items():
                variables.setdefault(name, str(caches / folder))
        return variables

    def set_up(self, *, announce: bool = False) -> None:
        """Does the steps that are stale; with `announce` also says so when there is nothing to do."""
        if self._next_stale() is None:
            if announce:
                print("Everything is set up.")
            return
        self.var.mkdir(exist_ok=True)
        with (self.var / "setup.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Another dev.py is setting up this folder; waiting for it …", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
            self._do_stale_steps()

    def _do_stale_steps(self) -> None:
        if not self.python.exists():
            require_space(self.root)
        started = time.monotonic()
        while (stale := self._next_stale()) is not None:
            number, step = stale
            self.stamps.forget(step.title)
            with Progress(number, len(self.steps()), step.title) as progress:
                try:
                    step.do(progress)
                except OSError as error:
                    if error.errno == 28:
                        what = f"{step.title}: The disk is full."
                        raise Trouble(what, "Free some space, then run it again.") from error
                    raise
            self.stamps.keep(step.title, step.stamp)
        print(f"Set up in {time.monotonic() - started:.0f} s.", flush=True)

    def _next_stale(self) -> tuple[int, Step] | None:
        for number, step in enumerate(self.steps(), start=1):
            if not self.stamps.holds(step.title, step.stamp) or not all(path.exists() for path in step.makes):
                return number, step
        return None

    @property
    def stamps(self) -> Stamps:
        """The stamps, which live and die with the environment."""
        return Stamps(self.venv / "stamps.json")

    def steps(self) -> list[Step]:
        """All steps in their order; the stamp of each contains the stamps of those it builds upon."""
        # The scripts of an environment name its place, so a moved folder needs a new one. Another Python does not.
        venv = fingerprint(str(self.root))
        packages = fingerprint(venv, self.lock)
        kyzmat = fingerprint(packages, self.root / "pyproject.toml")
        manifest = [self.web / name for name in ("package.json", "package-lock.json", ".npmrc")]
        modules = fingerprint(packages, *manifest)
        bundles = fingerprint(modules, self.web)
        feel, dist = self.root / "engine/expressions/feel.js", self.root / "modeler_api/static/dist"
        return [
            Step("Python environment", venv, (self.python,), self._make_venv),
            Step(
                "Installer", fingerprint(venv, *self._uv_requirement()), (self.bin / "uv",), self._install_uv
            ),
            Step(
                "Python packages", packages, (self.bin / "pytest", self.bin / "node"), self._install_packages
            ),
            Step("Kyzmat itself", kyzmat, (self.bin / "kyzmat",), self._install_kyzmat),
            Step("Web packages", modules, (self.web / "node_modules/esbuild",), self._install_modules),
            Step("Web bundles", bundles, (feel, dist / "fonts.css"), self._bundle),
        ]

    def _make_venv(self, progress: Progress) -> None:
        if self.venv.exists():
            shutil.rmtree(self.venv)
        self._command([sys.executable, "-m", "venv", self.venv], "Python environment", progress)

    def _install_uv(self, progress: Progress) -> None:
        wanted = self.var / "uv.txt"
        wanted.write_text("".join(self._uv_requirement()), encoding="utf-8")
        words: list[str | Path] = [
            self.python,
            "-m",
            "pip",
            "install",
            "--no-deps",
            "--require-hashes",
            "-r",
            wanted,
        ]
        self._command(words, "Installer", progress)
        wanted.unlink()

    def _uv_requirement(self) -> list[str]:
        """The lines of the lock file that pin uv itself."""
        lines = self.lock.read_text(encoding="utf-8").splitlines(keepends=True)
        begin = next(number for number, line in enumerate(lines) if line.startswith("uv=="))
        end = begin + 1
        while end < len(lines) and lines[end].startswith(" "):
            end += 1
        return lines[begin:end]

    def _install_packages(self, progress: Progress) -> None:
        self._uv(["pip", "sync", "--require-hashes", self.lock], "Python packages", progress)

    def _install_kyzmat(self, progress: Progress) -> None:
        words: list[str | Path] = [
            "pip",
            "install",
            "--no-deps",
            "--no-build-isolation",
            "--editable",
            self.root,
        ]
        self._uv(words, "Kyzmat itself", progress)

    def _install_modules(self, progress: Progress) -> None:
        self._command(
            [self.bin / "npm", "ci", "--no-audit", "--no-fund"], "Web packages", progress, cwd=self.web
        )

    def _bundle(self, progress: Progress) -> None:
        self._command([self.bin / "node", "build.mjs"], "Web bundles", progress, cwd=self.web)

    def _uv(self, words: list[str | Path], step: str, progress: Progress) -> None:
        variables = self.variables | self._pip_settings()
        self._command([self.bin / "uv", *words], step, progress, variables=variables)

    def _pip_settings(self) -> dict[str, str]:
        """What pip is configured to use, in the words of uv, which reads none of pip's files."""
        words = [str(self.python), "-m", "pip", "config", "list"]
        listed = subprocess.run(words, env=self.variables, capture_output=True, text=True, check=False).stdout
        return uv_settings(listed, given=os.environ)

    def _command(
        self,
        words: list[str | Path],
        step: str,
        progress: Progress,
        *,
        cwd: Path | None = None,
        variables: dict[str, str] | None = None,
    ) -> None:
        log = self.var / "log" / f"setup-{step.lower().replace(' ', '-')}.log"
        log.unlink(missing_ok=True)
        command(
            words,
            step=step,
            progress=progress,
            log=log,
            cwd=cwd or self.root,
            env=variables or self.variables,
        )


_IN_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
    "trusted-host": "UV_INSECURE_HOST",
}


def uv_settings(pip_config: str, *, given: os._Environ[str] | dict[str, str]) -> dict[str, str]:
    """Returns uv's environment variables for what `pip config list` printed.

    Variables the developer has set stay as they are. Places on this machine that do not exist are left out: pip
    ignores them, uv would stop.

    >>> uv_settings("global.index-url='https://mirror.test/simple'", given={})
    {'UV_DEFAULT_INDEX': 'https://mirror.test/simple'}
    >>> uv_settings("global.find-links='/no/such/folder'", given={})
    {}
    """
    values: dict[str, list[str]] = {}
    for line in pip_config.splitlines():
        found = re.fullmatch(r"\S+?\.([a-z-]+)=(.+)", line.strip())
        if found and found[1] in _IN_UV:
            values.setdefault(found[1], []).extend(str(ast.literal_eval(found[2])).split())
    settings = {}
    for name, places in values.items():
        usable = list(dict.fromkeys(place for place in places if _exists(place)))
        if usable and _IN_UV[name] not in given:
            comma = name == "find-links"
            settings[_IN_UV[name]] = (usable[-1] if name in {"index-url", "cert", "proxy"} else
                                      ",".join(usable) if comma else " ".join(usable))  # fmt: skip
    if "UV_INDEX" in settings:
        # pip takes the best version among all indexes; the hashes of the lock file say which file it must be.
        settings.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return settings


def _exists(place: str) -> bool:
    if place.startswith("file:"):
        return Path(unquote(urlsplit(place).path)).exists()
    return not place.startswith("/") or Path(place).exists()
