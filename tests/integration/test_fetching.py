"""Fetching, from the address to the published tally, against a real server that serves well, badly and not at all.

What the HTTP client makes of a failing network is in test_http.py.
"""

import datetime as dt
import io
import stat
import struct
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets.fetching import Fetch, fetch, last_fetches
from assets.sources import registry, tabular
from pipelines.definitions import defs
from tests import http_server as server_that
from tests.channel import message, serves_channel
from tests.conftest import copy_of, run_tally
from tests.dataset import dataset
from tests.http_server import Behaviour, ScriptedServer
from warehouse.home import Home
from warehouse.snapshots import Snapshot, SnapshotStore

PATH = "/dataset"
MEMBER = "missile_attacks_daily.csv"
# A night after the last one of the shipped figures, so that it adds to the year and replaces nothing.
NIGHT = {"time_start": "2026-06-09 18:00", "time_end": "2026-06-10 08:00"}
SHIPPED_2026 = (32931, 29333)
LAST_MODIFIED = "Wed, 10 Jun 2026 09:00:00 GMT"
HTML = b"<!doctype html><title>Sign in</title><p>Please sign in to download."
SOURCE = registry.sources()["daily_attacks"]


def pack(**members: str) -> bytes:
    """Return a ZIP with a file per argument, named as the argument with `.csv`."""
    return pack_names({f"{name}.csv": text for name, text in members.items()})


def pack_names(members: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 6, 10, 9, 0, 0)), text)
    return packed.getvalue()


def declaring(archive: bytes, size: int) -> bytes:
    """Return an archive whose last member claims to unpack to so many bytes."""
    entry = archive.rindex(b"PK\x01\x02")
    return archive[: entry + 24] + struct.pack("<I", size) + archive[entry + 28 :]


def needing_version(archive: bytes, version: int) -> bytes:
    """Return an archive whose last member claims to need this version of ZIP."""
    entry = archive.rindex(b"PK\x01\x02")
    return archive[: entry + 6] + struct.pack("<H", version) + archive[entry + 8 :]


def with_bad_name(archive: bytes) -> bytes:
    """Return an archive whose last member has a name that is said to be UTF-8, but is not."""
    entry = archive.rindex(b"PK\x01\x02")
    flagged = archive[: entry + 8] + struct.pack("<H", 0x800) + archive[entry + 10 :]
    return flagged[: entry + 46] + b"\xc3" + flagged[entry + 47 :]


ARCHIVE = pack(missile_attacks_daily=dataset(NIGHT), missiles_and_uavs="model\nShahed-136/131\n")
CHANGED = pack(missile_attacks_daily=dataset(NIGHT | {"launched": "130", "destroyed": "110"}))
SERVED = server_that.serves(ARCHIVE, ETag='"one"', Last_Modified=LAST_MODIFIED)
REFUSED = "refused the connection"


@pytest.fixture(scope="module", autouse=True)
def channel() -> Iterator[None]:
    """A channel with one old post, in place of the Air Force's."""
    with server_that.serving() as other, pytest.MonkeyPatch.context() as patched:
        patched.setenv("TALLY_POSTS_URL", other.on("/s/kpszsu", serves_channel([message(1)])))
        yield


@pytest.fixture(scope="module")
def running() -> Iterator[ScriptedServer]:
    with server_that.serving() as running:
        yield running


@pytest.fixture
def server(running: ScriptedServer) -> ScriptedServer:
    """The server that served the dataset of the home `fetched`; it has forgotten what it was asked."""
    running.requests.clear()
    running.behaviours.clear()
    return running


@pytest.fixture(scope="module")
def second_refresh(
    shipped: Home, running: ScriptedServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Home, subprocess.CompletedProcess[str]]:
    """A home with the shipped figures, after a refresh that fetched the dataset behind a redirect. Tests only copy it."""
    home = copy_of(shipped, tmp_path_factory.mktemp("fetched"))
    running.on("/stored", SERVED)
    return home, refresh(home, running.on(PATH, server_that.redirects("/stored")))


@pytest.fixture
def fetched(second_refresh: tuple[Home, subprocess.CompletedProcess[str]], tmp_path: Path) -> Home:
    """A home that has fetched the dataset from `server` and published it."""
    return copy_of(second_refresh[0], tmp_path)


def refresh(home: Home, url: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `tally refresh` with the network, which here is one server on this machine."""
    network = {"TALLY_OFFLINE": "0", "TALLY_DATASET_URL": url, "NO_PROXY": "*", "no_proxy": "*"}
    return run_tally(home, "refresh", *arguments, **network | environment)


def complaints(run: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the lines on standard error that are not progress."""
    return [line for line in run.stderr.splitlines() if not line.startswith("[")]


def year_2026(home: Home) -> tuple[int, int]:
    """Return how many drones of the Shahed type were launched and neutralised in 2026."""
    query = "select launched, neutralised from mart.yearly_totals where year = 2026 and weapon_group = 'shahed_type'"
    with duckdb.connect(home.database, read_only=True) as con:
        ((launched, neutralised),) = con.execute(query).fetchall()
    return launched, neutralised


def datasets(home: Home) -> list[Snapshot]:
    return SnapshotStore(home.snapshots).all("daily_attacks")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_first_refresh_without_a_network_publishes_the_shipped_figures(home: Home) -> None:
    run = refresh(home, f"http://127.0.0.1:{server_that.free_port()}{PATH}")
    assert run.returncode == 0, run.stderr
    (warning,) = complaints(run)
    assert REFUSED in warning
    assert warning.endswith("The tally goes on with the shipped figures.")
    assert year_2026(home) == SHIPPED_2026
    assert f"Warning    {warning}\n" in run_tally(home, "status").stdout


def test_dataset_behind_a_redirect_is_stored_as_it_came_and_counted(
    second_refresh: tuple[Home, subprocess.CompletedProcess[str]], running: ScriptedServer
) -> None:
    home, run = second_refresh
    assert run.returncode == 0, run.stderr
    assert complaints(run) == []
    assert "daily_attacks: new, 1 rows, 0 of them rejected.\n" in run.stdout
    (snapshot,) = datasets(home)
    assert snapshot.path.read_bytes() == ARCHIVE
    assert (snapshot.etag, snapshot.last_modified, snapshot.url) == ('"one"', LAST_MODIFIED, running.origin + PATH)
    assert stat.S_IMODE(snapshot.path.stat().st_mode) == 0o444
    assert year_2026(home) == (SHIPPED_2026[0] + 100, SHIPPED_2026[1] + 90)
    assert "Warning" not in run_tally(home, "status").stdout


def test_dataset_that_the_server_knows_to_be_unchanged_is_neither_stored_nor_built(
    fetched: Home, server: ScriptedServer
) -> None:
    before, published = contents(fetched.snapshots), fetched.database.resolve()
    server.on("/stored", SERVED)
    run = refresh(fetched, server.on(PATH, server_that.redirects("/stored")))
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    assert "daily_attacks: nothing new since" in run.stdout
    assert "Nothing new: " in run.stdout
    assert server.asked() == [PATH, "/stored"]
    for request in server.requests:
        assert (request.headers["If-None-Match"], request.headers["If-Modified-Since"]) == ('"one"', LAST_MODIFIED)
    assert contents(fetched.snapshots) == before
    assert fetched.database.resolve() == published


def test_same_bytes_from_a_server_that_knows_no_versions_are_neither_stored_nor_built(
    fetched: Home, server: ScriptedServer
) -> None:
    before, published = contents(fetched.snapshots), fetched.database.resolve()
    run = refresh(fetched, server.on(PATH, server_that.serves(ARCHIVE)))
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    assert "daily_attacks: unchanged, 1 rows" in run.stdout
    assert "Nothing new: " in run.stdout
    assert contents(fetched.snapshots) == before
    assert fetched.database.resolve() == published


def test_changed_dataset_is_stored_beside_the_old_one_and_counted_in_its_place(fetched: Home, server: ScriptedServer) -> None:
    run = refresh(fetched, server.on(PATH, server_that.serves(CHANGED, ETag='"two"')))
    assert run.returncode == 0, run.stderr
    assert complaints(run) == []
    # Once: a step of the job fetches too, but only when it is run from Dagster.
    assert server.asked() == [PATH]
    assert [(snapshot.path.read_bytes(), snapshot.etag) for snapshot in datasets(fetched)] == [
        (ARCHIVE, '"one"'),
        (CHANGED, '"two"'),
    ]
    assert year_2026(fetched) == (SHIPPED_2026[0] + 130, SHIPPED_2026[1] + 110)
    assert len(list(fetched.versions.iterdir())) == 3


# What the server does, and words of the sentence that tells it.
FAILURES: dict[str, tuple[Behaviour, str]] = {
    "HTML": (server_that.serves(HTML), "it is not a readable ZIP"),
    "nothing": (server_that.serves(b""), "it is not a readable ZIP"),
    "body cut off": (server_that.truncates(ARCHIVE[:-50], len(ARCHIVE)), "gave no whole answer"),
    "file cut off": (server_that.serves(ARCHIVE[:-50]), "it is not a readable ZIP"),
    "ZIP bomb": (
        server_that.serves(declaring(CHANGED, tabular.MAX_UNPACKED_BYTES + 1)),
        "the ZIP unpacks to 1,073,741,825 bytes, more than 1,073,741,824",
    ),
    "ZIP bomb that lies": (
        server_that.serves(declaring(pack(missile_attacks_daily=dataset(NIGHT) + "\n" * 3_000_000), 1000)),
        "the ZIP is damaged",
    ),
    "path outside the ZIP": (server_that.serves(pack_names({"../../evil.csv": dataset(NIGHT)})), "leads outside it"),
    "ZIP without the table": (server_that.serves(pack_names({"readme.txt": "moved"})), "it holds readme.txt"),
    "other columns": (server_that.serves(pack(missile_attacks_daily="time_start,model\n")), "missing columns"),
    "no rows": (server_that.serves(pack(missile_attacks_daily=dataset())), "no rows"),
    "500": (server_that.answers(500), "answered 500 Internal Server Error (tried 3 times)"),
    "404": (server_that.answers(404), "answered 404 Not Found"),
    "redirect elsewhere": (server_that.redirects("ftp://example.org/"), "redirects to something that is not a web address"),
}
# What zipfile raises already while it opens such a file gets past tabular._open_member, which expects BadZipFile only.
UNEXPECTED = {
    "ZIP of the future": (server_that.serves(needing_version(ARCHIVE, 255)), "ZIP"),
    "name that is not UTF-8": (server_that.serves(with_bad_name(ARCHIVE)), "ZIP"),
}


@pytest.mark.parametrize(
    "name",
    [
        *FAILURES,
        *UNEXPECTED,
    ],
)
def test_what_cannot_be_used_is_one_warning_and_the_tally_goes_on(
    name: str, fetched: Home, server: ScriptedServer, tmp_path: Path
) -> None:
    behaviour, words = (FAILURES | UNEXPECTED)[name]
    assert_goes_on(fetched, server.on(PATH, behaviour), words, tmp_path)


def test_server_that_is_gone_is_one_warning_and_the_tally_goes_on(fetched: Home, tmp_path: Path) -> None:
    assert_goes_on(fetched, f"http://127.0.0.1:{server_that.free_port()}{PATH}", REFUSED, tmp_path)


def assert_goes_on(home: Home, url: str, words: str, tmp_path: Path) -> None:
    """Refresh, and see one warning with these words, the same tally and snapshots, and nothing else anywhere."""
    before, published, (snapshot,) = contents(home.snapshots), home.database.resolve(), datasets(home)
    temporary = tmp_path / "deep" / "below" / "temporary"
    temporary.mkdir(parents=True)
    run = refresh(home, url, TMPDIR=str(temporary))
    assert run.returncode == 0, run.stderr
    (warning,) = run.stderr.splitlines()
    assert warning.startswith("daily_attacks could not be fetched: ")
    assert words in warning
    assert warning.endswith(f"The tally goes on with what was seen on {snapshot.fetched_at:%Y-%m-%d} (today).")
    assert home.database.resolve() == published
    assert year_2026(home) == (SHIPPED_2026[0] + 100, SHIPPED_2026[1] + 90)
    assert contents(home.snapshots) == before
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and "home" not in path.parts] == []
    assert list(temporary.iterdir()) == []
    status = run_tally(home, "status")
    assert status.returncode == 0, status.stderr
    assert [line for line in status.stdout.splitlines() if line.startswith("Warning")] == [f"Warning    {warning}"]


def test_warning_is_gone_after_the_next_good_fetch(fetched: Home, server: ScriptedServer) -> None:
    url = server.on(PATH, server_that.answers(404))
    assert refresh(fetched, url).stderr
    assert "Warning" in run_tally(fetched, "status").stdout
    server.on(PATH, SERVED)
    assert refresh(fetched, url).stderr == ""
    assert "Warning" not in run_tally(fetched, "status").stdout


@pytest.mark.parametrize(
    ("arguments", "switch"), [([], "1"), ([], "yes"), (["--offline"], "0")], ids=["TALLY_OFFLINE=1", "yes", "--offline"]
)
def test_offline_asks_nobody(fetched: Home, server: ScriptedServer, arguments: list[str], switch: str) -> None:
    run = refresh(fetched, server.on(PATH, server_that.serves(CHANGED)), *arguments, TALLY_OFFLINE=switch)
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    assert server.requests == []
    assert [snapshot.path.read_bytes() for snapshot in datasets(fetched)] == [ARCHIVE]


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("TALLY_DATASET_URL", "ftp://example.org/dataset.zip", "does not begin with https:// or http://"),
        ("TALLY_DATASET_URL", "file:///etc/passwd", "does not begin with https:// or http://"),
        ("TALLY_DATASET_URL", "nonsense", "does not begin with https:// or http://"),
        ("TALLY_DATASET_URL", "example.org/dataset.zip", "does not begin with https:// or http://"),
        ("TALLY_DATASET_URL", "https://", "names no host after https://"),
        ("TALLY_DATASET_URL", "https://[::1/dataset.zip", "has a host in brackets that is no IPv6 address"),
        ("TALLY_POSTS_URL", "t.me/s/kpszsu", "does not begin with https:// or http://"),
        ("TALLY_OFFLINE", "maybe", "is “maybe”"),
    ],
)
def test_bad_setting_is_refused_by_name(shipped: Home, variable: str, value: str, told: str) -> None:
    run = run_tally(shipped, "refresh", **{"TALLY_OFFLINE": "0", variable: value})
    assert run.returncode == 1
    (complaint,) = run.stderr.splitlines()
    assert complaint.startswith(f"Error: {variable} {told}")


def test_fetch_asks_whether_there_is_news_only_where_it_has_fetched_before(home: Home, server: ScriptedServer) -> None:
    """What one server said of its version means nothing to another."""
    url, other = server.on(PATH, SERVED), server.on("/other", SERVED)
    outcomes = [fetch(SOURCE, address, home).outcome for address in (url, url, other, url)]
    assert outcomes == ["new", "unchanged", "unchanged", "unchanged"]
    assert [request.headers["If-None-Match"] for request in server.requests] == [None, '"one"', None, None]
    assert len(datasets(home)) == 1


def test_server_that_knows_no_versions_is_asked_without_conditions(home: Home, server: ScriptedServer) -> None:
    url = server.on(PATH, server_that.serves(ARCHIVE))
    assert [fetch(SOURCE, url, home).outcome for _ in range(2)] == ["new", "unchanged"]
    assert [(r.headers["If-None-Match"], r.headers["If-Modified-Since"]) for r in server.requests] == [(None, None)] * 2
    assert [(snapshot.etag, snapshot.last_modified) for snapshot in datasets(home)] == [(None, None)]


def test_fetch_notes_how_it_ended(home: Home, server: ScriptedServer) -> None:
    url = server.on(PATH, server_that.fails_first(1, server_that.answers(404), SERVED))
    for outcome in ("failed", "new", "unchanged"):
        result = fetch(SOURCE, url, home)
        assert result.outcome == outcome
        assert last_fetches(home) == [result]


@pytest.mark.parametrize(
    "members",
    [{"../../evil.csv": dataset(NIGHT)}, {"../../evil.csv": "x\n1\n", MEMBER: dataset(NIGHT)}],
    ids=["the table", "another file"],
)
def test_zip_is_never_unpacked_to_disk(
    home: Home, server: ScriptedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, members: dict[str, str]
) -> None:
    working, temporary = tmp_path / "a" / "b" / "c", tmp_path / "d" / "e" / "f"
    for folder in (working, temporary):
        folder.mkdir(parents=True)
    monkeypatch.chdir(working)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    assert fetch(SOURCE, server.on(PATH, server_that.serves(pack_names(members))), home).outcome == "failed"
    files = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.parts[0] for path in files} == {"home"}
    assert {path.suffix for path in files} == {".json"}
    assert not any("evil" in path.name for path in files)


def seen(home: Home, moment: dt.datetime, folder: Path) -> None:
    """Store a dataset as seen at a moment."""
    file = folder / "seen.zip"
    file.write_bytes(CHANGED)
    SnapshotStore(home.snapshots).put("daily_attacks", file, moment)


def failed_fetch(home: Home) -> Fetch:
    return fetch(SOURCE, f"ftp://{REFUSED.replace(' ', '-')}.example", home)


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (0, "today"),
        (1, "1 day ago"),
        (3, "3 days ago"),
        (40, "40 days ago"),
    ],
)
def test_warning_tells_how_old_the_data_is(home: Home, tmp_path: Path, days: int, age: str) -> None:
    moment = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    seen(home, moment, tmp_path)
    assert failed_fetch(home).message.endswith(f"what was seen on {moment:%Y-%m-%d} ({age})")


def test_yesterday_is_not_today(home: Home, tmp_path: Path) -> None:
    """What was seen a minute before midnight is from yesterday all day long, although it is less than 24 hours old."""
    midnight = dt.datetime.combine(dt.datetime.now(dt.UTC).date(), dt.time(), dt.UTC)
    seen(home, midnight - dt.timedelta(seconds=1), tmp_path)
    assert "today" not in failed_fetch(home).message


def test_status_tells_the_age_of_the_data_as_of_now(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fetch failed ten days ago, when the data was fresh; since then nobody has refreshed."""
    then = dt.datetime.now(dt.UTC) - dt.timedelta(days=10)

    class TenDaysAgo(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "TenDaysAgo":
            return cls.fromtimestamp(then.timestamp(), tz)

    seen(home, then, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(dt, "datetime", TenDaysAgo)
        failed_fetch(home)
    status = run_tally(home, "status").stdout
    assert "could not be fetched" in status
    assert "(today)" not in status


@pytest.fixture
def materialize_dataset(home: Home, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], dg.ExecuteInProcessResult]:
    """Run the step `raw/daily_attacks` as Dagster would, with an address for the dataset."""
    monkeypatch.setenv("TALLY_HOME", str(home.root))

    def materialize(url: str) -> dg.ExecuteInProcessResult:
        return defs.resolve_job_def("refresh").execute_in_process(
            run_config={
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
                "resources": {"warehouse": {"config": {"addresses": {"daily_attacks": url}}}},
            },
            asset_selection=[dg.AssetKey(["raw", "daily_attacks"])],
        )

    return materialize


def test_step_run_from_dagster_fetches_and_tells_how_it_went(
    home: Home, server: ScriptedServer, materialize_dataset: Callable[[str], dg.ExecuteInProcessResult]
) -> None:
    url = server.on(PATH, server_that.fails_first(1, server_that.answers(404), SERVED))
    for words, stored in (("could not be fetched", 0), ("daily_attacks: new, 1 rows", 1)):
        result = materialize_dataset(url)
        assert result.success
        (event,) = [event for event in result.get_asset_materialization_events() if event.asset_key]
        assert words in str(event.materialization.metadata["fetch"].value)
        assert len(datasets(home)) == stored
