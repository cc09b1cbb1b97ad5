"""Sets of reports: readers find a whole one at any moment, whatever is killed. What is drawn is faked, the switching is not."""

import os
import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reports import catalogue, sets
from reports.drawing import DrawingFailed
from tests.mortals import Mortals, dies_at, mortals, watch
from warehouse.home import Home

FILES = [f"charts/{number}.txt" for number in range(20)]


def make(root: str, word: str, fatal: str) -> None:
    """Make one set whose files all say the same word, and die at a step if one is named."""
    reach = dies_at(fatal)

    def draw(home: Home, language: str, folder: Path) -> list[object]:
        for name in FILES:
            reach("draw")
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(word)
        return []

    vars(sets)["_draw"] = draw
    watch(sets, "flush_all", reach, Counter())
    watch(sets, "point", reach, Counter())
    watch(Path, "rename", reach, Counter())
    watch(Path, "symlink_to", reach, Counter())
    watch(shutil, "rmtree", reach, Counter())
    sets.publish(Home(Path(root)), "en")


@pytest.fixture(scope="module")
def maker() -> Iterator[Mortals]:
    with mortals(f"{__name__}:make") as running:
        yield running


@pytest.fixture(autouse=True)
def faked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "_draw", draw)


def draw(home: Home, language: str, folder: Path) -> list[object]:
    """Write files that all say the number of the set that they belong to."""
    number = sets._next_number(home)
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(str(number))
    return []


def words_of(folder: Path) -> set[str]:
    return {(folder / name).read_text() for name in FILES}


def test_readers_never_meet_half_of_a_set(home: Home) -> None:
    """One reader follows the link once and reads all files; another opens the folder and reads below it."""
    sets.publish(home, "en")
    stop = threading.Event()
    met: list[set[str]] = []

    def read() -> None:
        while not stop.is_set():
            met.append(words_of(home.reports.resolve()))
            folder = os.open(home.reports, os.O_RDONLY | os.O_DIRECTORY)
            met.append({read_below(folder, name) for name in FILES})
            os.close(folder)
            # By the link each time: no file is missing at any moment.
            met.append({max(words_of(home.reports))})

    errors: list[OSError] = []
    reader = threading.Thread(target=lambda: errors.extend(caught(read)))
    reader.start()
    for _ in range(40):
        before = len(met)
        sets.publish(home, "en")
        # Drawing takes seconds; a reader here has the time of two readings until the next set.
        while len(met) < before + 2 and reader.is_alive():
            time.sleep(0.001)
    stop.set()
    reader.join()
    assert errors == []
    assert len(met) >= 80
    assert all(len(words) == 1 for words in met)


def read_below(folder: int, name: str) -> str:
    descriptor = os.open(name, os.O_RDONLY, dir_fd=folder)
    with open(descriptor, encoding="utf-8") as file:
        return file.read()


def caught(call: Callable[[], None]) -> list[OSError]:
    try:
        call()
    except OSError as error:
        return [error]
    return []


def test_older_sets_stay_a_while(home: Home) -> None:
    for _ in range(5):
        sets.publish(home, "uk")
    names = sorted(path.name for path in home.report_sets.iterdir())
    assert names == [".lock", "reports-00003-uk", "reports-00004-uk", "reports-00005-uk"]
    assert home.reports.resolve().name == "reports-00005-uk"


def test_failure_leaves_the_last_good_set(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(home: Home, language: str, folder: Path) -> list[object]:
        draw(home, language, folder)
        raise DrawingFailed("nightly_launches", "no ink", "")

    good = sets.publish(home, "en").folder
    with monkeypatch.context() as patched:
        patched.setattr(sets, "_draw", fail)
        with pytest.raises(DrawingFailed, match="the chart nightly_launches could not be drawn: no ink"):
            sets.publish(home, "en")
    assert home.reports.resolve() == good
    assert words_of(home.reports) == {"1"}
    sets.publish(home, "en")
    assert sorted(path.name for path in home.report_sets.iterdir()) == [".lock", "reports-00001-en", "reports-00002-en"]


@pytest.mark.parametrize("step", ["draw", "flush_all 1", "rename 1", "symlink_to 1", "point 1", "rmtree 1"])
def test_kill_leaves_a_whole_set_and_no_rubbish_after_the_next_run(home: Home, maker: Mortals, step: str) -> None:
    for _ in range(3):
        sets.publish(home, "en")
    fatal = step if step == "draw" else f"after {step}"
    assert maker.call(home.root, "killed", fatal).code == -signal.SIGKILL
    assert words_of(home.reports) in ({"3"}, {"killed"})
    was_shown = step in ("point 1", "rmtree 1")
    assert (words_of(home.reports) == {"killed"}) == was_shown
    assert maker.call(home.root, "next", "").code == 0
    assert words_of(home.reports) == {"next"}
    kept = sorted(path.name for path in home.report_sets.iterdir())
    assert kept[0] == ".lock"
    assert all(catalogue.SET_NAME.fullmatch(name) for name in kept[1:])
    assert len(kept) <= 1 + sets.KEPT_SETS
    assert any(words_of(home.report_sets / name) == {"killed"} for name in kept[1:]) == was_shown
    assert [path.name for path in home.reports.parent.iterdir() if path.name.startswith(".")] == []


def test_folder_of_an_older_tally_makes_way(home: Home) -> None:
    """Until now `reports/output` was a folder."""
    (home.reports / "charts").mkdir(parents=True)
    (home.reports / "charts" / "old.png").write_text("old")
    sets.publish(home, "en")
    assert home.reports.is_symlink()
    assert words_of(home.reports) == {"1"}
    assert sorted(path.name for path in home.report_sets.iterdir()) == [".lock", "reports-00001-en"]


def test_reports_are_current_until_language_database_or_files_change(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def whole(home: Home, language: str, folder: Path) -> list[object]:
        for name in catalogue.FILES:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).touch()
        catalogue.date_after(folder, home.database)
        return []

    home.database.parent.mkdir(parents=True)
    home.database.touch()
    assert not catalogue.is_current(home, "en")
    monkeypatch.setattr(sets, "_draw", whole)
    sets.publish(home, "en")
    assert catalogue.is_current(home, "en")
    assert not catalogue.is_current(home, "uk")
    drawn_from = home.database.stat().st_mtime
    # The second is a database that was published after the clock had jumped back.
    for published in (drawn_from + 5, drawn_from - 3600):
        os.utime(home.database, (published, published))
        assert not catalogue.is_current(home, "en")
        sets.publish(home, "en")
        assert catalogue.is_current(home, "en")
    (home.reports / "index.html").unlink()
    assert not catalogue.is_current(home, "en")
