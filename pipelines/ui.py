"""The Dagster UI and its daemon, for a day or a year: started, watched, tidied up after, and stopped with all they started.

`dagster dev` does the work, with the history of the home. If it ends by itself it is started again.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType

import click
import dagster as dg
import filelock

from pipelines import clock, leftovers, retention
from pipelines.instance import HistoryUnavailable, open_instance
from pipelines.settings import Settings, SettingsError
from warehouse.home import CHECKOUT, Home

HOST = "127.0.0.1"
TIDY_SECONDS = 60
# For services that end by themselves, and for a run that has to be broken off.
STOP_SECONDS = 30
KILL_SECONDS = 10
# That another command supersedes `dagster dev` is nothing to the operator.
_NO_ADVICE = ("-W", "ignore::Warning:click.core")
_GUARDED = "The process that watched over the Dagster UI was killed; the UI, its daemon and their runs are ended."


class CannotStart(Exception):
    """The UI cannot be started; the message says why and what to do."""


class Stopped(BaseException):
    """Ctrl-C or SIGTERM. Not an error: nothing on the way may handle it as one."""


class Services:
    """`dagster dev` and what it starts: a session of their own, so that signals reach them in order and none gets away.

    A guard kills them if this process is killed: they would keep the port, and a second daemon would run beside theirs.
    """

    def __init__(self, home: Home, port: int) -> None:
        self.address = f"http://{HOST}:{port}"
        # A large file in the inbox takes longer than the minute that Dagster gives a sensor.
        environment = {
            "TALLY_HOME": str(home.root),
            "DAGSTER_HOME": str(home.dagster),
            "DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS": "3600",
            # Telling of a run may take half a minute, while the inbox waits; of the next run the sensor tells the next time.
            "DAGSTER_RUN_STATUS_SENSOR_PROCESS_LIMIT": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, *_NO_ADVICE, "-m", "dagster", "dev", "-h", HOST, "-p", str(port)],
            cwd=CHECKOUT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        # It reads a line from this process, or the end of it.
        self._guard = subprocess.Popen(
            ["sh", "-c", f"read -r line || {{ kill -KILL -{self._process.pid} && echo '{_GUARDED}'; }}"],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def answers(self) -> bool:
        """Whether the web server answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/server_info", timeout=5):
                return True
        except OSError:
            return False

    def stop(self) -> None:
        """End the services, then what is left of their session: the workers of runs."""
        with suppress(subprocess.TimeoutExpired):
            if not self.has_ended():
                self._process.send_signal(signal.SIGINT)
            self._process.wait(STOP_SECONDS)
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + KILL_SECONDS
        while self._signal(0) and time.monotonic() < deadline:
            self.has_ended()
            time.sleep(0.2)
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._guard.communicate(b"all have ended\n")

    def _signal(self, sign: int) -> bool:
        """Send a signal to the whole session, 0 for none; return whether anybody is there to get it."""
        try:
            os.killpg(self._process.pid, sign)
        except (ProcessLookupError, PermissionError):
            return False
        return True


def serve(home: Home, port: int) -> None:
    """Run the UI and the daemon until they are told to stop.

    Raises:
        CannotStart: They run already, the port is taken, or they do not come up.
    """
    # A bad setting is named here, in one sentence, and not later by every service.
    Settings.from_environment()
    home.inbox.mkdir(parents=True, exist_ok=True)
    with open_instance(home) as instance, _alone(home):
        while True:
            _require_free(port)
            orphans = {run.run_id for run in leftovers.in_progress(instance)}
            _tell([*leftovers.drop_stale_queue(instance), *clock.forget_the_future(instance)])
            _tidy(home, instance, orphans)
            services = Services(home, port)
            try:
                _watch(services, partial(_tidy, home, instance, orphans))
            finally:
                services.stop()
                _tidy(home, instance, {run.run_id for run in leftovers.in_progress(instance)})
            _tell(["The services ended by themselves; they are started again."])


def _watch(services: Services, tidy: Callable[[], None]) -> None:
    """Wait until the services have ended, and tidy up every minute.

    Raises:
        CannotStart: They ended before they ever answered.
    """
    while not services.answers():
        if services.has_ended():
            raise CannotStart("The Dagster UI did not come up; what it said is above. `tally doctor` may know why.")
        time.sleep(0.5)
    _tell([f"The Dagster UI is at {services.address} — Ctrl-C stops it."])
    tidied = time.monotonic()
    while not services.has_ended():
        time.sleep(1)
        if time.monotonic() - tidied >= TIDY_SECONDS:
            tidy()
            tidied = time.monotonic()


def _tidy(home: Home, instance: dg.DagsterInstance, orphans: set[str]) -> None:
    _tell([*leftovers.fail_dead_runs(home, instance, orphans), *retention.prune(home, instance)])


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    lock = filelock.FileLock(home.ui_lock)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        raise CannotStart(
            f"The Dagster UI of {home.root} is running already. Stop it first, or set TALLY_HOME to another home."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotStart(f"Port {port} cannot be used: {error.strerror}. Choose another: make ui PORT=3001") from None


def _tell(sentences: list[str]) -> None:
    for sentence in sentences:
        click.echo(sentence)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    # A second Ctrl-C must not break off the stopping.
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    raise Stopped


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True)
def main(port: int) -> None:
    """Start the Dagster UI and its daemon."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, _stop)
    try:
        serve(Home.from_environment(), port)
    except Stopped:
        click.echo("Stopped.")
    except (CannotStart, HistoryUnavailable, SettingsError, OSError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
