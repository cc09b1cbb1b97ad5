"""Progress on a terminal: a bar where there is one, a line per asset where there is not."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipelines.running import Progress as OnAsset


@contextmanager
def asset_progress() -> Iterator[OnAsset]:
    """Yield a function to call after every asset; it shows how far a run has come on standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda asset, done, assets: print(f"[{done}/{assets}] {asset}", file=sys.stderr, flush=True)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda asset, done, assets: bar.update(task, description=f"{asset:<28}", completed=done, total=assets)
