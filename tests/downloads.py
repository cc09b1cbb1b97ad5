"""Downloads for tests of the HTTP client: what is served, how patient the client is, and what a failure must leave behind."""

from pathlib import Path

import pytest

from assets.sources.http import FetchFailed, Limits, download

BODY = b"night_of,launched\n2025-06-09,479\n" * 100
OLD = b"the version of yesterday"
# Waits too short to notice, time-outs that only a machine in trouble reaches; tests of time-outs set their own.
QUICK = Limits(
    wait_initial=0.001,
    wait_max=0.002,
    wait_jitter=0.0,
    connect_timeout=10.0,
    read_timeout=10.0,
    total_timeout=30.0,
    max_redirects=2,
)


def failure(url: str, target: Path, limits: Limits = QUICK) -> str:
    """Return the message of a download that must fail, having made sure that it left everything as it was."""
    with pytest.raises(FetchFailed) as caught:
        download(url, target, known=None, limits=limits)
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]
    message = str(caught.value)
    assert "\n" not in message
    return message
