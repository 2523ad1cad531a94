"""A step is done once, and again when what goes into it has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from devtools.environment import Environment, Step, uv_settings
from devtools.step import Progress, Stamps, fingerprint
from devtools.trouble import Trouble


def test_a_fingerprint_stays_when_nothing_changes(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1", encoding="utf-8")
    assert fingerprint(tmp_path) == fingerprint(tmp_path)


@pytest.mark.parametrize("name", ["a.js", "css/page.css"])
def test_a_fingerprint_changes_with_a_file_in_the_folder(name: str, tmp_path: Path) -> None:
    before = fingerprint(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("1", encoding="utf-8")
    between = fingerprint(tmp_path)
    (tmp_path / name).write_text("2", encoding="utf-8")
    assert len({before, between, fingerprint(tmp_path)}) == 3


def test_installed_packages_are_not_part_of_a_fingerprint(tmp_path: Path) -> None:
    before = fingerprint(tmp_path)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "esbuild.js").touch()
    assert fingerprint(tmp_path) == before


def test_a_stamp_holds_until_it_is_forgotten(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path / "stamps.json")
    assert not stamps.holds("Web bundles", "abc")
    stamps.keep("Web bundles", "abc")
    assert stamps.holds("Web bundles", "abc")
    assert not stamps.holds("Web bundles", "abd")
    stamps.forget("Web bundles")
    assert not stamps.holds("Web bundles", "abc")


def test_a_damaged_stamp_file_means_doing_it_again(tmp_path: Path) -> None:
    (tmp_path / "stamps.json").write_text("{", encoding="utf-8")
    assert not Stamps(tmp_path / "stamps.json").holds("Web bundles", "abc")


def test_a_step_that_failed_is_tried_again_and_the_ones_before_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def succeed(_: Progress) -> None:
        done.append("first")
        (tmp_path / ".venv").mkdir(exist_ok=True)

    def fail_once(_: Progress) -> None:
        done.append("second")
        if done.count("second") == 1:
            raise Trouble("no network", "connect")

    steps = [Step("first", "1", (), succeed), Step("second", "2", (), fail_once)]
    monkeypatch.setattr(Environment, "steps", lambda _: steps)
    monkeypatch.setattr("devtools.environment.require_space", lambda _: None)
    with pytest.raises(Trouble):
        Environment(tmp_path).set_up()
    Environment(tmp_path).set_up()
    Environment(tmp_path).set_up()
    assert done == ["first", "second", "second"]


def test_progress_names_the_step_and_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(3, 6, "Python packages") as progress:
        progress.say("Downloading lxml")
    printed = capsys.readouterr().out
    assert "[3/6] Python packages" in printed
    assert printed.rstrip().endswith(" s")


def test_uv_learns_what_pip_is_configured_to_use(tmp_path: Path) -> None:
    listed = f"""global.index-url='https://mirror.test/simple'
:env:.extra-index-url='file://{tmp_path} file:///no/such/folder'
global.cert='{tmp_path}'
global.timeout='60'"""
    assert uv_settings(listed, given={}) == {
        "UV_DEFAULT_INDEX": "https://mirror.test/simple",
        "UV_INDEX": f"file://{tmp_path}",
        "SSL_CERT_FILE": str(tmp_path),
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_what_the_developer_has_told_uv_stays() -> None:
    listed = "global.index-url='https://mirror.test/simple'"
    assert uv_settings(listed, given={"UV_DEFAULT_INDEX": "https://own.test/simple"}) == {}


def test_an_unconfigured_pip_adds_nothing() -> None:
    assert uv_settings("", given={}) == {}


def test_caches_have_a_place_when_there_is_no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.delenv("UV_CACHE_DIR", raising=False)
    assert Environment(tmp_path).variables["UV_CACHE_DIR"] == str(tmp_path / "var" / "cache" / "uv")
