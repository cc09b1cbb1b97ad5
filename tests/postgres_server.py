"""A real PostgreSQL server for a test run: data of its own, a free port of the loopback, stopped with the tests."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from tests.http_server import free_port

USER = "tally"
# With every character that an address must write in another way.
PASSWORD = "p@ss/w:rd%"
PASSWORD_IN_ADDRESS = "p%40ss%2Fw%3Ard%25"
# PostgreSQL refuses to run as root.
SERVER_USER = "nobody"


class PostgresServer:
    """A running server."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        (folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, SERVER_USER)
        self._run(
            programs / "initdb", "-D", folder / "data", "-U", USER, "--auth=scram-sha-256", f"--pwfile={folder}/password", "-N"
        )
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
        self._process = subprocess.Popen(
            self._command(programs / "postgres", "-D", folder / "data", "-p", self.port)
            + [part for name, value in options.items() for part in ("-c", f"{name}={value}")],
            stdout=subprocess.DEVNULL,
            stderr=(folder / "log").open("wb"),
            cwd=folder,
        )
        while True:
            assert self._process.poll() is None, (folder / "log").read_text()
            try:
                self.ask("select 1")
            except sqlalchemy.exc.OperationalError:
                time.sleep(0.1)
            else:
                break

    def address(self, database: str = "postgres") -> str:
        """Return the address of a database, as PostgreSQL's own tools take it."""
        return f"postgresql://{USER}:{PASSWORD_IN_ADDRESS}@127.0.0.1:{self.port}/{database}"

    def new_database(self, name: str) -> str:
        """Make a database; return its address."""
        self.ask(f"create database {name}")
        return self.address(name)

    def ask(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Return the rows that a statement is answered with."""
        url = self.address(database).replace("postgresql:", "postgresql+psycopg2:")
        engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            result = connection.execute(sqlalchemy.text(sql))
            return [tuple(row) for row in result] if result.returns_rows else []

    def stop(self) -> None:
        self._process.terminate()
        # The first signal waits for connections to end.
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _run(self, *command: object) -> None:
        subprocess.run(self._command(*command), check=True, capture_output=True, cwd=self._folder)

    def _command(self, *command: object) -> list[str]:
        other_user = ["setpriv", f"--reuid={SERVER_USER}", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
        return [*other_user, *map(str, command)]


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Run a server until the block ends; skip where PostgreSQL is not installed, unless `TALLY_REQUIRE_POSTGRES` is set."""
    programs = _programs()
    if programs is None:
        reason = "PostgreSQL's initdb is neither on the path nor in /usr/lib/postgresql; install the package postgresql"
        if os.environ.get("TALLY_REQUIRE_POSTGRES"):
            pytest.fail(reason)
        pytest.skip(reason)
    # Directories of pytest are closed to other users.
    with tempfile.TemporaryDirectory(prefix="tally-postgres-", ignore_cleanup_errors=True) as folder:
        server = PostgresServer(programs, Path(folder))
        try:
            yield server
        finally:
            server.stop()


def _programs() -> Path | None:
    found = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return Path(found).resolve().parent if found else installed[-1].parent if installed else None
