"""Synthetic files in the layout of the dataset of attack windows, written for the tests."""

import csv
import io
import zipfile
from pathlib import Path

# The header of the dataset since March 2026.
HEADER = [
    "time_start",
    "time_end",
    "model",
    "launch_place",
    "target",
    "target_main",
    "launched",
    "destroyed",
    "not_reach_goal",
    "still_attacking",
    "border_crossing",
    "is_shahed",
    "num_hit_location",
    "num_fall_fragment_location",
    "carrier",
    "turbojet",
    "turbojet_destroyed",
    "affected region",
    "destroyed_details",
    "launched_details",
    "launch_place_details",
    "source",
]
ROW = {
    "time_start": "2026-03-01 18:00",
    "time_end": "2026-03-02 08:00",
    "model": "Shahed-136/131",
    "target": "Ukraine",
    "launched": "100.0",
    "destroyed": "90.0",
    "source": "kpszsu/posts/example1",
}


def dataset(*rows: dict[str, str], header: list[str] | None = None) -> str:
    """Return a CSV of rows, each given by what differs from `ROW`."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header or HEADER, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(ROW | row for row in rows)
    return text.getvalue()


def write_zip(path: Path, **members: str) -> Path:
    """Write a ZIP with a CSV per argument."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.csv", text)
    return path
