"""What `tally doctor` finds in an installation and its home: each part broken on purpose."""

import datetime as dt
import os
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import findings
from pipelines.findings import Finding
from tests.unit.test_status import published as published
from warehouse import lock
from warehouse.home import Home
from warehouse.snapshots import SnapshotStore

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def stored(home: Home, tmp_path: Path) -> Path:
    """The file of a snapshot seen now."""
    (tmp_path / "f.csv").write_text("content")
    snapshot, _ = SnapshotStore(home.snapshots).put("daily_attacks", tmp_path / "f.csv", NOW)
    return snapshot.path


def test_installation_is_whole() -> None:
    assert findings.installation(Home(Path("/none"))).is_well


@pytest.mark.parametrize(
    ("requirement", "told"),
    [
        ("nowhere-to-be-found>=1", "nowhere-to-be-found is missing"),
        ("click>=900", "click is "),
        ("click>=1; extra == 'x'", None),
    ],
    ids=["missing", "too old", "optional"],
)
def test_installation_that_lacks_a_library(monkeypatch: pytest.MonkeyPatch, requirement: str, told: str | None) -> None:
    monkeypatch.setattr("importlib.metadata.requires", lambda _: [requirement])
    finding = findings.installation(Home(Path("/none")))
    assert finding.is_well == (told is None)
    assert (told or "Strike Tally") in finding.told


def test_bad_setting(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALLY_TIMEZONE", "Europe/Nowhere")
    finding = findings.settings(home)
    assert not finding.is_well
    assert "TALLY_TIMEZONE is “Europe/Nowhere”" in finding.told


@pytest.fixture
def no_time_zones() -> Iterator[None]:
    zoneinfo.reset_tzpath(to=[])
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()


def test_time_zone_data_is_missing(home: Home, no_time_zones: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.resources.files", lambda _: Path("/nowhere"))
    monkeypatch.setattr("importlib.resources.open_binary", _not_found, raising=False)
    zoneinfo.ZoneInfo.clear_cache()
    finding = findings.time_zone_data(home)
    assert (finding.is_well, "tzdata" in finding.mend) == (False, True)


def _not_found(*_: object) -> None:
    raise FileNotFoundError


def test_home_that_cannot_be_written(tmp_path: Path) -> None:
    """Root may write everywhere but into a file."""
    (tmp_path / "file").touch()
    finding = findings.home_is_writable(Home(tmp_path / "file" / "home"))
    assert not finding.is_well
    assert str(tmp_path / "file") in finding.mend


def test_home_that_is_not_there_yet_is_not_made(home: Home) -> None:
    assert findings.home_is_writable(home).is_well
    assert findings.free_disk(home).is_well
    assert not home.root.exists()


def test_full_disk(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "FREE_BYTES", 10**18)
    assert not findings.free_disk(home).is_well


def test_snapshots_that_were_cut_off_or_lost(home: Home, stored: Path) -> None:
    assert findings.stored_snapshots(home) == Finding("snapshots", True, "1 stored, 0.0 MB", "Restore them from a backup.")
    stored.chmod(0o644)
    for damage in (lambda: stored.write_text("cont"), stored.unlink):
        damage()
        finding = findings.stored_snapshots(home)
        assert (finding.is_well, finding.told) == (False, f"missing or cut off: {stored}")


def test_clock_that_jumped_back(home: Home, stored: Path, tmp_path: Path) -> None:
    assert findings.clock(home).is_well
    (tmp_path / "g.csv").write_text("later")
    SnapshotStore(home.snapshots).put("daily_attacks", tmp_path / "g.csv", NOW + dt.timedelta(hours=3))
    assert not findings.clock(home).is_well


def test_lock_names_its_holder_and_is_wrong_once_it_is_held_too_long(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert findings.refresh_lock(home).told == "free"
    with lock.refresh_lock(home, "the nightly refresh", 0):
        finding = findings.refresh_lock(home)
        assert finding.is_well
        assert f"held by the nightly refresh, process {os.getpid()}" in finding.told
        monkeypatch.setattr(findings, "LONGEST_REFRESH", dt.timedelta(0))
        assert not findings.refresh_lock(home).is_well


def test_nothing_published(home: Home) -> None:
    finding = findings.published_file(home)
    assert (finding.is_well, finding.mend) == (False, "Run `tally refresh`.")


def test_published_file_that_is_damaged(published: Home, tmp_path: Path) -> None:
    assert findings.published_file(published).is_well
    content = bytearray(published.database.read_bytes())
    for place in range(20_000, len(content), 4096):
        content[place] ^= 0xFF
    home = Home(tmp_path / "damaged")
    home.database.parent.mkdir(parents=True)
    home.database.write_bytes(content)
    finding = findings.published_file(home)
    assert (finding.is_well, "tally rebuild" in finding.mend) == (False, True)


def test_data_that_is_too_old(published: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert findings.age_of_the_data(published).is_well
    monkeypatch.setenv("TALLY_MAX_AGE_DAYS", "3")
    finding = findings.age_of_the_data(published)
    assert (finding.is_well, "the newest night is 2026-03-04" in finding.told) == (False, True)
