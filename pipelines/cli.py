"""The `tally` command: what each subcommand takes, and how it speaks. The work is done elsewhere.

Heavy libraries are imported where a command needs them, so that every command starts at once.
"""

import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import click

from assets.sources.air_force_posts.posts import CHANNEL
from warehouse.home import Home

QUERY_FORMATS = ("table", "csv", "json", "markdown", "parquet")
EXPLANATION_FORMATS = ("text", "markdown", "json")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="strike-tally", prog_name="tally")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def tally(debug: bool) -> None:
    """Open statistics on drone strikes, from the reports to the totals.

    Everything lives under TALLY_HOME, by default the checkout.

    \b
    Examples:
      tally refresh
      tally add missile_attacks_daily.csv --seen-at 2026-05-18
      tally explain 2024
      tally query "from mart.yearly_totals where weapon_group = 'shahed_type'"
      tally export strike-tally-export
    """


_wait = click.option(
    "--wait", default=600.0, show_default=True, metavar="SECONDS", help="How long to wait for another refresh to end."
)

_reports = click.option(
    "--reports/--no-reports",
    default=True,
    show_default=True,
    help="Draw the reports, or leave them as they are: the next refresh draws them then.",
)


@tally.command()
@click.option("--offline", is_flag=True, help="Leave the network alone, as with TALLY_OFFLINE=1.")
@click.option("--accept-revisions", is_flag=True, help="Publish even if settled months change or nights are dropped.")
@_reports
@_wait
def refresh(offline: bool, accept_revisions: bool, reports: bool, wait: float) -> None:
    """Fetch, build, check, publish and draw.

    Readers see the old tally until the new one is whole; if anything fails, the old one stays. A source that cannot be
    fetched is no failure: the last good snapshot is used. If nothing is new, nothing is built.

    \b
    Examples:
      tally refresh
      tally refresh --offline
    """
    from assets.fetching import fetch_all
    from pipelines.novelty import is_up_to_date
    from pipelines.settings import Settings
    from reports.catalogue import is_current

    home, settings = Home.from_environment(), Settings.from_environment()
    for result in fetch_all({} if offline else settings.addresses(), home):
        click.echo(result.message + ".", err=result.outcome == "failed")
    if not is_up_to_date(home):
        _run("refresh" if reports else "rebuild", home, accept_revisions=accept_revisions, wait_seconds=wait)
        click.echo(_published(home, reports))
    elif reports and not is_current(home, settings.language):
        _run("publish_reports", home)
        click.echo(f"Nothing new: {home.database} holds all that is stored. Drew the reports again: {home.reports}")
    else:
        click.echo(f"Nothing new: {home.database} holds all that is stored.")


@tally.command()
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
              help="The tally as it stood on this day: later snapshots and figures are left out.")  # fmt: skip
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the tally to this file; without it, it is published.")  # fmt: skip
@_reports
@_wait
def rebuild(as_of: dt.datetime | None, to: Path | None, reports: bool, wait: float) -> None:
    """Build the tally anew from the snapshots alone.

    \b
    Examples:
      tally rebuild
      tally rebuild --as-of 2025-04-07 --to april.duckdb
    """
    from warehouse.store import StoreError
    from warehouse.versions import require_place

    home = Home.from_environment()
    day = f"{as_of:%Y-%m-%d}" if as_of else None
    if to is None:
        _run("refresh" if reports else "rebuild", home, wait_seconds=wait, as_of=day)
        click.echo(_published(home, reports))
    else:
        try:
            require_place(home, to.resolve())
        except StoreError as refusal:
            raise click.BadParameter(str(refusal), param_hint="--to") from refusal
        _run("rebuild", home, target=str(to.resolve()), wait_seconds=wait, as_of=day)
        click.echo(f"Wrote {to}")


def _published(home: Home, reports: bool) -> str:
    return f"Published {home.database}." + (f" Charts, files and page: {home.reports}" if reports else "")


def _run(job: str, home: Home, **config: object) -> None:
    """Run a job with progress; say what its checks found that did not hold it up."""
    from pipelines.progress import asset_progress
    from pipelines.running import run_job

    with asset_progress() as progress:
        done = run_job(job, home, progress, **config)
    for warning in done.warnings:
        click.echo(f"Warning: {warning}.", err=True)


@tally.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seen-at", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), metavar="DATE",
              help="When the content was published or downloaded, UTC; by default now.")  # fmt: skip
@click.option("--channel", type=click.Choice([CHANNEL]),
              help="Say that an export is of this channel, where its title does not.")  # fmt: skip
def add(files: tuple[Path, ...], seen_at: dt.datetime | None, channel: str | None) -> None:
    """Take in files, told apart by content.

    The dataset as CSV or ZIP; a CSV of published figures; the Air Force's posts as an export of Telegram Desktop
    (result.json), a saved page of https://t.me/s/kpszsu or a ZIP of such pages.

    Each is stored for ever as a snapshot; `tally refresh` then brings it into the tally. Posts add to those that are there;
    other files replace the earlier version.

    \b
    Examples:
      tally add missile_attacks_daily.csv
      tally add archive.zip --seen-at 2026-05-18
      tally add result.json
      tally add result.json --channel kpszsu
    """
    from assets.intake import take_in
    from assets.sources.tabular import UnreadableFile
    from warehouse.snapshots import SnapshotStore

    now = dt.datetime.now(dt.UTC)
    moment = (seen_at or now).replace(tzinfo=dt.UTC)
    if moment > now + dt.timedelta(days=1):
        raise click.BadParameter(
            f"{moment:%Y-%m-%d} is in the future; nobody can have seen the file then.", param_hint="--seen-at"
        )
    snapshots = SnapshotStore(Home.from_environment().snapshots)
    refused = 0
    for path in files:
        try:
            taken = take_in(path, moment, snapshots, channel=channel)
        except UnreadableFile as error:
            refused += 1
            click.echo(f"{path} was refused: {error}.", err=True)
            continue
        news = "stored as" if taken.is_new else "nothing new, it is"
        click.echo(f"{path}: {news} {taken.snapshot.snapshot_id}, {taken.summary}.")
        if taken.unknown_columns:
            click.echo(f"  kept but not read, because no layout knows them: {', '.join(taken.unknown_columns)}", err=True)
        if taken.date_order:
            click.echo(
                f"  dates such as 03.04.2026 were read as {taken.date_order.replace('_', ' ')}, as the file's other dates show"
            )
        for row in taken.rejected.iter_rows(named=True):
            click.echo(f"  row {row['row_number']}: {row['reason']}", err=True)
        if taken.rejected_count > taken.rejected.height:
            click.echo("  … the others are in core.rejected_rows after the next refresh.", err=True)
    if refused < len(files):
        click.echo("Run `tally refresh` to bring it into the tally.")
    if refused:
        raise click.exceptions.Exit(1)


@tally.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for monitoring.")
def status(as_json: bool) -> None:
    """Show the last refresh, the age of each source, the coverage and what needs a look.

    The exit code is 1 if the newest night is older than TALLY_MAX_AGE_DAYS.
    """
    from pipelines.settings import Settings
    from pipelines.status import judge_age, kyiv_today, read_status, snapshot_lines

    state = judge_age(read_status(Home.from_environment()), Settings.from_environment().max_age_days, kyiv_today())
    if as_json:
        click.echo(json.dumps(asdict(state), indent=2, default=str, ensure_ascii=False))
        sys.exit(state.is_stale)
    click.echo(f"Tally      {state.database}")
    if state.published_at:
        click.echo(f"Published  {state.published_at:%Y-%m-%d %H:%M} UTC")
        counts = f"{state.nights_reported:,} with a report, {state.nights_missing:,} without"
        click.echo(f"Nights     {state.first_night} to {state.last_night}: {counts}")
    if state.is_refreshing:
        click.echo("Refresh    running now")
    for line in snapshot_lines(state.snapshots):
        click.echo(f"Snapshot   {line}")
    if state.new_revisions:
        click.echo(f"Revisions  {state.new_revisions:,} by the newest snapshots: see mart.revisions")
    for warning in state.warnings:
        click.echo(f"Warning    {warning}")
    sys.exit(state.is_stale)


@tally.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for monitoring.")
def doctor(as_json: bool) -> None:
    """Check the installation, the home, locks, clock, time zone data, the UI and the published file; say how to mend them.

    The exit code is 1 if anything is wrong.
    """
    from pipelines.doctor import examine

    findings = examine(Home.from_environment())
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False))
    for finding in [] if as_json else findings:
        click.echo(f"{'ok   ' if finding.is_well else 'WRONG'}  {finding.name:<16} {finding.told}")
        if not finding.is_well:
            click.echo(f"{'':<24}{finding.mend}")
    sys.exit(not all(finding.is_well for finding in findings))


@tally.command()
@click.argument("period")
@click.option("--weapon", default="shahed_type", show_default=True, metavar="GROUP",
              help="Weapon group, such as cruise_missile, or all_drones: see core.weapon_groups.")  # fmt: skip
@click.option("--format", "output_format", type=click.Choice(EXPLANATION_FORMATS), default="text", show_default=True,
              help="json lists every report, also those of a year.")  # fmt: skip
def explain(period: str, weapon: str, output_format: str) -> None:
    """Show what is behind a number: the reports it adds up, what was left out and why, what others say.

    PERIOD is a year, a month, or a night, called by the date on which it ends.

    \b
    Examples:
      tally explain 2024
      tally explain 2025-07 --format markdown > july.md
      tally explain 2025-06-09
      tally explain 2025-06-09 --weapon cruise_missile --format json
    """
    from pipelines.explaining import explanation
    from reports.periods import BadPeriod, parse_period
    from warehouse.columns import WEAPON_GROUPS

    try:
        wanted = parse_period(period)
    except BadPeriod as error:
        raise click.BadParameter(str(error), param_hint="PERIOD") from error
    if weapon not in WEAPON_GROUPS:
        raise click.BadParameter(
            f"“{weapon}” is no weapon group. Choose one of {', '.join(WEAPON_GROUPS)}.", param_hint="--weapon"
        )
    click.echo(explanation(Home.from_environment(), wanted, weapon, output_format), nl=False)


@tally.command()
@click.argument("sql")
@click.option("--format", "output_format", type=click.Choice(QUERY_FORMATS), default="table", show_default=True,
              help="parquet is written to standard output: redirect it to a file.")  # fmt: skip
def query(sql: str, output_format: str) -> None:
    """Ask the published tally in SQL. It is opened for reading only, also during a refresh.

    \b
    Examples:
      tally query "show all tables"
      tally query "from mart.monthly_totals" --format csv > months.csv
      tally query "from mart.nights" --format parquet > nights.parquet
    """
    from pipelines.querying import run_query

    if output_format == "parquet" and sys.stdout.isatty():
        raise click.UsageError("parquet is binary: redirect it to a file, for example `> result.parquet`.")
    run_query(Home.from_environment(), sql, output_format, sys.stdout)


@tally.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
def export(directory: Path) -> None:
    """Write every mart into a directory, for spreadsheets and other programs.

    csv/ and parquet/ hold a file per mart, strike-tally.xlsx a sheet per mart and notes, datapackage.json says what every
    column means, and names sources and licences. DIR is new, empty, or an earlier export, which is replaced as a whole.

    \b
    Examples:
      tally export strike-tally-export
      tally export /srv/data/strikes
    """
    from pipelines.exporting import ExportRefused
    from pipelines.exporting import export as write_export

    try:
        done = write_export(Home.from_environment(), directory)
    except ExportRefused as refusal:
        raise click.BadParameter(str(refusal), param_hint="DIR") from refusal
    content = f"as of {done.known_at:%Y-%m-%d}" if done.known_at else "the tally is empty"
    click.echo(f"Wrote {done.files} files to {done.directory} ({content}): csv/, parquet/, strike-tally.xlsx, datapackage.json")


def main() -> None:
    """Run the command; turn every error into one sentence on standard error and an exit code.

    Exit code 1 is for what went wrong, 2 for wrong usage; a traceback is shown with `--debug` only.
    """
    try:
        sys.exit(tally.main(standalone_mode=False))
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        if sys.argv[1:2] == ["--debug"]:
            raise
        click.echo(f"Error: {_sentence(error)}", err=True)
        sys.exit(1)


def _sentence(error: Exception) -> str:
    """Return what went wrong, and what may help."""
    if isinstance(error, ZoneInfoNotFoundError):
        from pipelines.settings import NO_TIME_ZONES

        return NO_TIME_ZONES
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename or 'a file'}. `tally doctor` says more."
    sentence = str(error).strip() or type(error).__name__
    known = type(error).__module__.split(".")[0] in ("pipelines", "assets", "warehouse", "reports")
    return sentence if known else f"{sentence} Run it again with `tally --debug …` to see where."


if __name__ == "__main__":
    main()
