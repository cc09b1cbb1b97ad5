"""A set of reports: drawn as a whole in a folder of its own, then switched to in one step.

`reports/output` is a symbolic link to the newest set. A reader who follows it finds a whole set at any moment; whatever
fails or is killed while a set is drawn leaves the one before. Older sets stay a while for those who have one open.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock

from reports import drawing, exports, page, summary
from reports.catalogue import CHARTS, SET_NAME, date_after
from reports.drawing import Drawn
from warehouse import versions
from warehouse.files import flush_all, point
from warehouse.home import Home

KEPT_SETS = 3
_DRAFT = ".draft"


@dataclass(frozen=True)
class ReportSet:
    """A whole set: its folder, which is `reports/output`, and its charts."""

    folder: Path
    charts: list[Drawn]


def publish(home: Home, language: str) -> ReportSet:
    """Draw every report from the published file and switch readers over to them.

    Args:
        home: Where the published file is, and where the reports go.
        language: Language of captions and headings, `en` or `uk`.

    Raises:
        StoreError: Nothing has been published yet.
        DrawingFailed: A chart could not be drawn. The last set stays.
    """
    draft = home.report_sets / _DRAFT
    with _drawing_lock(home):
        _clear_away(home)
        charts = _draw(home, language, draft)
        flush_all(draft)
        finished = home.report_sets / f"reports-{_next_number(home):05d}-{language}"
        draft.rename(finished)
        _make_way(home)
        point(home.reports, finished)
        for old in _sets(home)[:-KEPT_SETS]:
            # Under another name first, so that a kill on the way leaves no set that looks whole.
            shutil.rmtree(old.rename(draft))
    return ReportSet(finished, charts)


def _draw(home: Home, language: str, folder: Path) -> list[Drawn]:
    """Draw all of a set from one version of the published file, whatever is published meanwhile."""
    version = versions.published_version(home)
    with versions.open_version(version) as con:
        charts = drawing.draw_all(list(CHARTS), language, version, folder / "charts")
        exports.write(con, folder)
        (folder / "index.html").write_text(page.render(con, charts, language), encoding="utf-8")
        (folder / "summary.md").write_text(summary.render(con, language), encoding="utf-8")
    date_after(folder, version)
    return charts


@contextmanager
def _drawing_lock(home: Home) -> Iterator[None]:
    """Let one process at a time draw; the operating system frees the lock when its holder dies."""
    home.report_sets.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(home.report_sets / ".lock"):
        yield


def _clear_away(home: Home) -> None:
    """Remove what a killed run left: its draft, a set that it did not come to switch to, the link it was about to put up."""
    for leftover in home.reports.parent.glob(f".{home.reports.name}.*.tmp"):
        leftover.unlink()
    newest = home.reports.resolve().name if home.reports.is_symlink() else ""
    for leftover in (home.report_sets / _DRAFT, *(path for path in _sets(home) if path.name > newest)):
        if leftover.exists():
            shutil.rmtree(leftover)


def _sets(home: Home) -> list[Path]:
    return sorted(path for path in home.report_sets.iterdir() if SET_NAME.fullmatch(path.name))


def _next_number(home: Home) -> int:
    return max((int(path.name.split("-")[1]) for path in _sets(home)), default=0) + 1


def _make_way(home: Home) -> None:
    """Put aside a folder that stands where the link goes, as older versions of the tally made it."""
    if home.reports.is_dir() and not home.reports.is_symlink():
        shutil.rmtree(home.reports.rename(home.report_sets / _DRAFT))
