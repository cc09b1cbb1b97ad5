"""What tests that talk to a server on this machine share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import http_server as server_that
from tests.downloads import OLD
from tests.http_server import ScriptedServer


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the requests on this machine."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A server for this test alone."""
    with server_that.serving() as running:
        yield running


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where downloads go; an earlier version is there already."""
    path = tmp_path / "downloads" / "dataset.zip"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path
