"""Files go out compressed, pages do not."""

from __future__ import annotations

import pytest
from flask import Flask

from modeler_api.frame import asset


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
