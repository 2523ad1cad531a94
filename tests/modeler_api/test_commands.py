"""The commands that keep the server: each failure is one sentence and the way out."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from modeler_api.cli import run

ROOT = Path(__file__).resolve().parents[2]


def test_an_unknown_command_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["nosuch"]) == 2
    assert capsys.readouterr().err == "No such command 'nosuch'. Try: kyzmat --help\n"


def test_without_a_command_stands_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    printed = capsys.readouterr()
    assert "doctor" in printed.out + printed.err


def test_a_used_port_names_the_way_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(["run", "--port", str(port), "--data", str(tmp_path)]) == 1
    told = capsys.readouterr().err.strip()
    assert told == (
        f"Port {port} on 127.0.0.1 is used by another program. Stop it, or choose another: --port {port + 1}"
    )


def test_an_address_of_another_machine_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", "--host", "192.0.2.1", "--data", str(tmp_path)]) == 1
    assert "192.0.2.1 is not an address of this machine" in capsys.readouterr().err


def test_serving_before_migrating_says_what_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", "--data", str(tmp_path), "--port", "0"]) == 1
    assert "Run: kyzmat migrate" in capsys.readouterr().err


def test_a_worker_without_a_broker_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KYZMAT_BROKER", raising=False)
    assert run(["worker"]) == 2
    assert "KYZMAT_BROKER" in capsys.readouterr().err


def test_the_doctor_names_what_is_wrong_and_then_is_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor", "--json", "--data", str(tmp_path)]) == 1
    found = {check["what"]: check for check in json.loads(capsys.readouterr().out)}
    assert not found["Tables"]["is_well"]
    assert found["Tables"]["way_out"] == "Run: kyzmat migrate"
    assert not found["Clock"]["is_well"]
    assert run(["migrate", "--data", str(tmp_path)]) == 0
    assert run(["add-account", "a.asanova", "--role", "administrator", "--data", str(tmp_path)]) == 0
    password = capsys.readouterr().out.strip()
    assert re.fullmatch(r"[a-z]+(-[a-z]+){3}-\d\d", password)
    run(["doctor", "--json", "--data", str(tmp_path)])
    found = {check["what"]: check for check in json.loads(capsys.readouterr().out)}
    assert found["Tables"]["is_well"]
    assert found["Accounts"]["is_well"]


def test_an_account_needs_a_known_role_and_a_free_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["add-account", "ana", "--role", "king", "--data", str(tmp_path)]) == 2
    assert "There is no role “king”" in capsys.readouterr().err
    assert run(["add-account", "ana", "--role", "officer", "--data", str(tmp_path)]) == 0
    assert run(["add-account", "ana", "--role", "officer", "--data", str(tmp_path)]) == 1
    assert "is taken" in capsys.readouterr().err


@pytest.mark.slow
def test_everything_starts_at_once_and_again_after_being_killed(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def start() -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "modeler_api.cli", "run", "--port", str(port), "--data", str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        printed = ""
        for line in process.stdout:
            printed += line
            if "Kyzmat is ready" in line:
                break
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200
        return process, printed

    first, printed = start()
    assert len(re.findall(r"^  \w+ +[a-z]+(?:-[a-z]+){3}-\d\d ", printed, re.MULTILINE)) == 6
    first.kill()  # as a power cut would; its children notice and free the port
    first.communicate()
    for _attempt in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                break
        time.sleep(0.1)
    began = time.monotonic()
    second, printed = start()
    assert time.monotonic() - began < 60
    assert "Demonstration accounts" not in printed
    second.send_signal(signal.SIGINT)
    rest, _nothing = second.communicate(timeout=30)
    assert second.returncode == 0
    assert "Everything is kept" in rest


def test_histories_are_verified_and_a_changed_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3

    data = tmp_path / "data"
    assert run(["deploy", "aiyl_okmotu_certificate", "--data", str(data), "--by", "ana"]) == 0
    asked = {"applicant_name": "Асан Үсөнов", "applicant_pin": "03902199900017", "kind": "residence"}
    started = ["start", "aiyl_okmotu_certificate", "--folder", str(data), "--by", "ana"]
    assert run(started) == 1
    assert "applicant_name" in capsys.readouterr().err
    assert run([*started, "--data", json.dumps(asked)]) == 0
    assert run(["verify", "--data", str(data)]) == 0
    assert "Verified 1 case: every history stands." in capsys.readouterr().out
    [file] = data.glob("*.sqlite3")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE engine_history SET label = 'another' WHERE number = 2")
    connection.close()
    assert run(["verify", "--data", str(data)]) == 1
    assert "record 2 does not follow" in capsys.readouterr().out


def test_what_is_kept_too_long_is_put_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["retention", "persons", "30", "--data", str(tmp_path)]) == 0
    assert run(["retention", "names", "30", "--data", str(tmp_path)]) != 0
    assert "persons, history, messages, keys" in capsys.readouterr().err
    assert run(["keep", "--data", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"anonymised": 0, "archived": 0, "messages": 0, "keys": 0}
