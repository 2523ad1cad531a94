"""What a newcomer sees when the machine is not ready: one clear sentence and the way out."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from devtools import running, trouble
from devtools.environment import Environment
from devtools.step import Progress, command
from devtools.trouble import Trouble, recognise, require_port, require_space

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh copy of what `dev.py setup` reads."""
    folder = tmp_path / "kyzmat"
    folder.mkdir()
    for name in ("dev.py", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "devtools", folder / "devtools", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "web").mkdir()
    for name in ("package.json", "package-lock.json", ".npmrc", "build.mjs"):
        shutil.copy(ROOT / "web" / name, folder / "web")
    return folder


def set_up(checkout: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs `dev.py setup` as a newcomer would, without the settings of this machine."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "npm_"))
    }
    return subprocess.run(
        [sys.executable, "dev.py", "setup"],
        cwd=checkout,
        env=clean | {"PIP_CONFIG_FILE": os.devnull} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_python_without_venv_is_told_what_to_install(checkout: Path, tmp_path: Path) -> None:
    debian = "The virtual environment was not created successfully because ensurepip is not\navailable."
    stripped = tmp_path / "stripped"
    stripped.mkdir()
    (stripped / "venv.py").write_text(f"import sys\nprint({debian!r})\nsys.exit(1)\n", encoding="utf-8")
    said = set_up(checkout, PYTHONPATH=str(stripped))
    assert said.returncode == 1
    assert "because its venv module is not installed" in said.stderr
    assert "apt install python3-venv" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.slow
def test_no_network_is_said_in_one_sentence_and_a_second_try_goes_on(checkout: Path) -> None:
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1"}
    said = set_up(checkout, **nowhere)
    assert said.returncode == 1
    assert "There is no connection to the package server." in said.stderr
    assert "Traceback" not in said.stderr
    again = set_up(checkout, **nowhere)
    assert "[1/6]" not in again.stdout, "the environment that was made is kept"
    assert "[2/6] Installer" in again.stdout


def test_a_full_disk_is_recognised_from_what_a_tool_prints(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    words = [sys.executable, "-c", "full = open('/dev/full', 'w'); full.write('bytes'); full.flush()"]
    places = {"log": tmp_path / "log", "cwd": tmp_path}
    with Progress(1, 1, "Web packages") as progress, pytest.raises(Trouble) as caught:
        command(words, step="Web packages", progress=progress, env=dict(os.environ), **places)
    assert caught.value.what == "Web packages: The disk is full."
    assert "Free some space" in caught.value.way_out


def test_a_nearly_full_disk_is_refused_before_anything_is_written(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(checkout)
    monkeypatch.setattr(trouble.shutil, "disk_usage", lambda _: usage._replace(free=40_000_000))
    with pytest.raises(Trouble, match="40 MB are free"):
        Environment(checkout).set_up()
    assert not (checkout / ".venv").exists()


def test_enough_space_is_no_trouble(tmp_path: Path) -> None:
    require_space(tmp_path, megabytes=0)


def test_a_used_port_is_named_with_another_to_take() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Trouble) as caught:
            running.run(Environment(ROOT), ["--port", str(port)])
    assert f"Port {port} of 127.0.0.1 is already in use" in caught.value.what
    assert f"--port {port + 1}" in caught.value.way_out


def test_a_free_port_is_no_trouble() -> None:
    require_port("127.0.0.1", 0)


def test_a_port_that_is_no_number_is_refused() -> None:
    with pytest.raises(Trouble, match="eighty is not a port"):
        running.run(Environment(ROOT), ["--port", "eighty"])


def test_an_address_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Trouble, match="unknown on this machine"):
        require_port("no-such-machine.invalid", 8000)


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match="cannot be made"):
        running.run(Environment(ROOT), ["--port", "0", "--data", str(tmp_path / "file" / "data")])


@pytest.mark.parametrize(
    ("printed", "what"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full."),
        ("npm error code ENOSPC", "The disk is full."),
        ("error: failed to write to file: No space left on device (os error 28)", "The disk is full."),
        (
            "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
            "There is no connection",
        ),
        ("error: error sending request for url\n  Caused by: dns error", "There is no connection"),
        ("npm error code EAI_AGAIN", "There is no connection"),
        (
            "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 403 Forbidden'))",
            "The proxy",
        ),
        ("SSLCertVerificationError: CERTIFICATE_VERIFY_FAILED", "The certificate"),
        ("invalid peer certificate: UnknownIssuer", "The certificate"),
        ("npm error EACCES: permission denied, mkdir 'node_modules'", "A file or folder may not be written."),
        ("npm error code EINTEGRITY", "A downloaded package is not the one that was locked."),
    ],
)
def test_the_cause_is_recognised_whichever_tool_reports_it(printed: str, what: str) -> None:
    found = recognise("Web packages", printed, Path("var/log/setup-web-packages.log"))
    assert found.what.startswith(f"Web packages: {what}")
    assert "var/log/setup-web-packages.log" in found.way_out


def test_what_nobody_knows_is_shown_as_the_tool_said_it() -> None:
    found = recognise("Web bundles", "line 1\nUnexpected token in modeler.js\n", Path("log"))
    assert "Unexpected token in modeler.js" in found.what
