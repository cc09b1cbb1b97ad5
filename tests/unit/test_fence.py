"""Imports go one way, and Dagster stays where it belongs. See CONTRIBUTING.md."""

import ast
from pathlib import Path

import pytest

from warehouse.home import CHECKOUT

# What the modules of a package may import of the project; the longest matching name decides.
ALLOWED = {
    "pipelines": ("pipelines", "assets", "reports", "warehouse"),
    "assets": ("assets", "reports", "warehouse"),
    "assets.sources": ("assets.sources",),
    "reports": ("reports", "warehouse"),
    "warehouse": ("warehouse",),
}
PROJECT = ("pipelines", "assets", "reports", "warehouse", "tests")
MODULES = sorted(path.relative_to(CHECKOUT) for package in PROJECT[:-1] for path in (CHECKOUT / package).rglob("*.py"))


def imported(source: str) -> set[str]:
    """Return the dotted names a module imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def breaches(module: Path, source: str) -> list[str]:
    """Return the imports of a module that the fence forbids."""
    name = ".".join(module.with_suffix("").parts)
    package = max((p for p in ALLOWED if name == p or name.startswith(p + ".")), key=len)
    inside = [n for n in imported(source) if n.split(".")[0] in PROJECT]
    wrong = [n for n in inside if not any(n == a or n.startswith(a + ".") for a in ALLOWED[package])]
    dagster_may_be_here = len(module.parts) == 2 and module.parts[0] in ("pipelines", "assets")
    if not dagster_may_be_here:
        wrong += [n for n in imported(source) if n.split(".")[0].startswith("dagster")]
    return sorted(wrong)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_go_one_way(module: Path) -> None:
    assert breaches(module, (CHECKOUT / module).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "breach"),
    [
        ("warehouse/store.py", "from assets import raw", "assets.raw"),
        ("reports/charts.py", "import pipelines.cli", "pipelines.cli"),
        ("assets/sources/cells.py", "from warehouse.columns import COLUMNS", "warehouse.columns.COLUMNS"),
        ("assets/sources/cells.py", "def f():\n    import dagster as dg", "dagster"),
        ("reports/charts.py", "from dagster_duckdb import DuckDBResource", "dagster_duckdb.DuckDBResource"),
        ("warehouse/store.py", "from tests.conftest import home", "tests.conftest.home"),
    ],
    ids=["up", "up from reports", "sources stand alone", "dagster in a source", "dagster in a report", "tests"],
)
def test_fence_notices(module: str, source: str, breach: str) -> None:
    assert breaches(Path(module), source) == [breach]


def test_no_drawer_for_odds_and_ends() -> None:
    assert not [module for module in MODULES if module.stem in ("utils", "common", "helpers")]
