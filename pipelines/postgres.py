"""Dagster's history in a PostgreSQL database instead of files of the home. Needs the extra `postgres`."""

from typing import Any

import sqlalchemy
from dagster_postgres import DagsterPostgresStorage

# SQLAlchemy would choose psycopg 3, whose connections do not outlast a `with`; Dagster's storage counts on psycopg 2 there.
_DRIVER = "postgresql+psycopg2"
CONNECT_SECONDS = 10


class PostgresHistory(DagsterPostgresStorage):
    """Dagster's own storage, for addresses as PostgreSQL's tools take them: `postgresql://user:password@host:5432/database`."""

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> "PostgresHistory":
        return cls(_address(config_value["postgres_url"]).render_as_string(hide_password=False), inst_data=inst_data)


def why_unavailable(url: str) -> str | None:
    """Return why no connection can be made to a database, without its password; None if one can."""
    engine = sqlalchemy.create_engine(
        _address(url), poolclass=sqlalchemy.NullPool, connect_args={"connect_timeout": CONNECT_SECONDS}
    )
    try:
        engine.connect().close()
    except sqlalchemy.exc.OperationalError as error:
        return str(error.orig).splitlines()[0]
    return None


def _address(url: str) -> sqlalchemy.URL:
    return sqlalchemy.make_url(url).set(drivername=_DRIVER)
