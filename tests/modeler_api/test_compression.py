"""Files go out compressed, pages do not."""

from __future__ import annotations

import gzip
import re

import pytest
from flask import Flask

from modeler_api.frame import asset
from tests.modeler_api.conftest import SignIn


@pytest.mark.parametrize("asked", ["br", "gzip"])
def test_styles_go_out_compressed(app: Flask, asked: str) -> None:
    with app.test_request_context():
        address = asset("kyzmat.css")
    client = app.test_client()
    with client.get(address, headers={"Accept-Encoding": "identity"}) as plain:
        size = len(plain.data)
    with client.get(address, headers={"Accept-Encoding": asked}) as small:
        assert small.headers["Content-Encoding"] == asked
        assert "Accept-Encoding" in small.headers["Vary"]
        assert len(small.data) < size / 3
        assert small.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_with_its_secret_does_not(app: Flask) -> None:
    page = app.test_client().get("/sign-in", headers={"Accept-Encoding": "br, gzip"})
    assert page.status_code == 200
    assert "Content-Encoding" not in page.headers


@pytest.mark.parametrize("address", ["/", "/work/?show=unit", "/start/", "/cases/", "/status", "/notices/"])
def test_a_first_visit_to_a_page_takes_no_more_than_150_kilobytes(sign_in: SignIn, address: str) -> None:
    client, asked, weight = sign_in("officer"), [address], 0
    for one in asked:
        with client.get(one, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.status_code == 200, one
            sent = answer.data
        weight += len(sent)
        content = gzip.decompress(sent) if answer.headers.get("Content-Encoding") == "gzip" else sent
        found: list[str] = []
        if "html" in answer.content_type:
            text = content.decode()
            found = re.findall(r'(?:<link[^>]+href|<script[^>]+src|<img[^>]+src)="([^"#]+)"', text)
            assert not [there for there in found if "//" in there], "nobody else is asked for anything"
        elif "javascript" in answer.content_type:
            imports = re.findall(r'(?:from|import)\s*"(\./[^"]+)"', content.decode())
            found = [f"{one.rpartition('/')[0]}/{each[2:]}" for each in imports]
        elif "css" in answer.content_type:
            found = re.findall(r'url\("?(/static/[^")]+)', content.decode())
        asked += [each.replace("&amp;", "&") for each in found if each.replace("&amp;", "&") not in asked]
    assert len(asked) > 2, "the page has a style and a script"
    assert weight <= 150_000, f"{address}: {weight} bytes in {len(asked)} files"
