"""Dagster's event log for a process that runs a job itself.

Dagster stores some 300 events of a refresh, and opens a SQLite file two to six times for each: that took longer than the whole
refresh. Here a file stays open: that of the index, and that of the run which was looked at last. Nothing else differs; the UI
and its workers read and write the same files.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME


class LastingEventLog(SqliteEventLogStorage):
    """The event log of Dagster's own SQLite storage, with an engine for the index and one for a run that last."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
        self._engines: dict[str, sqlalchemy.Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> "LastingEventLog":
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sqlalchemy.Connection]:
        with self._db_lock:
            engine = self._engines.get(shard) or self._open(shard)
            with engine.begin() as connection:
                yield connection
            # The UI shows a run live by watching its file, while what is new goes into the journal beside it.
            Path(self.path_for_shard(shard)).touch()

    def _open(self, shard: str) -> sqlalchemy.Engine:
        # Who tidies up for a year looks at every run once: memory and the space of deleted files would not come back.
        for other in self._engines.keys() - {INDEX_SHARD_NAME, shard}:
            self._engines.pop(other).dispose()
        engine = self._engines[shard] = sqlalchemy.create_engine(self.conn_string_for_shard(shard))
        sqlalchemy.event.listen(engine, "connect", _leave_flushing_to_checkpoints)
        self._initdb(engine)
        return engine

    def dispose(self) -> None:
        for engine in self._engines.values():
            engine.dispose()
        super().dispose()


def _leave_flushing_to_checkpoints(connection: Any, _record: object) -> None:
    """Losing power may cost the last events, never the file: the journal is a write-ahead log."""
    connection.execute("pragma synchronous = normal")
