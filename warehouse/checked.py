"""What was checked in the build: nothing is published that has not passed every blocking check since it was written.

Within one run of everything Dagster sees to that. Assets can be materialized one by one as well, and a run may fail between a
table and its check.
"""

import duckdb

from warehouse.store import StoreError
from warehouse.tables import TABLES

# The check that every table keeps its contract.
CONTRACT = "contract"
# Checks over several tables that block publishing: the name, which is also that of the query in warehouse/sql/checks, and the
# tables it looks at, first the one it is shown on.
BLOCKING = {
    "rows_are_kept": (
        "core.snapshots", "core.published_figures", "core.reported_attacks", "core.posts", "core.rejected_rows",
        "raw.air_force_posts",
    ),
    "levels_add_up": (
        "mart.yearly_totals", "mart.monthly_totals", "mart.weekly_totals", "mart.nightly_totals", "core.attacks",
        "core.weapon_groups",
    ),
    "rules_are_consistent": ("mart.totals_by_rule", "mart.nightly_totals", "core.counting_rules"),
    "no_report_counts_twice": ("core.attacks", "core.sources"),
    "reports_have_numbers": ("core.reported_attacks", "core.posts"),
    "settled_months_stand": ("mart.monthly_totals", "mart.nights"),
}  # fmt: skip


def note(con: duckdb.DuckDBPyConnection, check_name: str, *table_names: str, passed: bool) -> None:
    """Note in the build whether a check of tables, as they are now, has passed."""
    names = list(table_names)
    con.execute("delete from main.checks_passed where check_name = ? and list_contains(?, table_name)", [check_name, names])
    if passed:
        con.execute(
            "insert into main.checks_passed select ?, table_name, turn from main.written where list_contains(?, table_name)",
            [check_name, names],
        )


def require_all(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse a build in which a table has not passed a blocking check since it was written.

    Raises:
        StoreError: It says which checks of which tables, and what to do.
    """
    required = [(CONTRACT, table.name) for table in TABLES]
    required += [(check_name, table_name) for check_name, table_names in BLOCKING.items() for table_name in table_names]
    query = "select check_name, table_name from main.checks_passed inner join main.written using (table_name, turn)"
    passed = set(con.execute(query).fetchall())
    missing = [f"{check_name} of {table_name}" for check_name, table_name in required if (check_name, table_name) not in passed]
    if missing:
        raise StoreError(
            f"Nothing is published: since they were written these have not passed their checks: {', '.join(missing)}. See what "
            "the checks say, mend it, and run the whole job `refresh`."
        )
