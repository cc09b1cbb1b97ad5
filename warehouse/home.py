"""Where everything that is generated lives: one directory, `TALLY_HOME`, by default the checkout.

Only paths belong here. Nothing is created until something is written.
"""

import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Home:
    """The directory that holds one instance of the tally: its snapshots, database and reports."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """Return the home named by `TALLY_HOME`, else the checkout, else the current directory."""
        named = os.environ.get("TALLY_HOME")
        if named:
            return cls(Path(named).expanduser().resolve())
        return cls(CHECKOUT if (CHECKOUT / "pyproject.toml").exists() else Path.cwd())

    @property
    def database(self) -> Path:
        """The published database: a symbolic link to the newest version."""
        return self.root / "warehouse" / "strikes.duckdb"

    def keeps(self, path: Path) -> bool:
        """Whether a path lies where the published file and all it is made from are kept."""
        return path.resolve().is_relative_to(self.database.parent)

    @property
    def versions(self) -> Path:
        return self.root / "warehouse" / "versions"

    @property
    def build(self) -> Path:
        """The private file the pipeline writes; nobody else opens it."""
        return self.root / "warehouse" / "build" / "strikes.duckdb"

    @property
    def read_posts(self) -> Path:
        """What was read from snapshots of posts, so that they are not read again for every refresh."""
        return self.root / "warehouse" / "build" / "posts"

    @property
    def lock(self) -> Path:
        return self.root / "warehouse" / "build" / "refresh.lock"

    @property
    def snapshots(self) -> Path:
        return self.root / "warehouse" / "snapshots"

    @property
    def inbox(self) -> Path:
        """Where files are put for the running UI to take in; it moves them on to `done` or `refused`."""
        return self.root / "warehouse" / "inbox"

    @property
    def reports(self) -> Path:
        """What people open: a symbolic link to the newest set of reports."""
        return self.root / "reports" / "output"

    @property
    def report_sets(self) -> Path:
        """Sets of reports, each drawn as a whole; the older ones stay a while for those who have one open."""
        return self.root / "reports" / "versions"

    @property
    def dagster(self) -> Path:
        """Run history, logs and schedules of Dagster."""
        return self.root / ".dagster"

    @property
    def ui_lock(self) -> Path:
        """Held by `make ui` as long as it runs."""
        return self.dagster / "ui.lock"

    @property
    def journal(self) -> Path:
        """What runs did, a JSON document a line."""
        return self.dagster / "runs.jsonl"
