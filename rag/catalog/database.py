"""A database URL, turned into an engine on an up-to-date catalog."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from rag.errors import CatalogError

HEAD = "0005"
"""The newest revision in migrations/versions; a catalog that stands here is opened without Alembic."""

MIGRATIONS = Path(__file__).parent / "migrations"
WRITE_LOCK = 718_281_828
"""Number of the PostgreSQL lock that lets one transaction write at a time; any fixed number will do."""

EXPECTED = "sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"

PRAGMAS = (
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "foreign_keys = ON",
    "secure_delete = ON",
)

log = logging.getLogger(__name__)


def open_database(url: str) -> Engine:
    """Return an engine on the catalog at the URL, created and migrated where needed.

    Raises CatalogError when the URL cannot be used, the database cannot be opened
    or a newer version of the program wrote it.
    """
    target = _parse(url)
    shown = target.render_as_string(hide_password=True)
    engine = _sqlite(target) if target.get_backend_name() == "sqlite" else _postgresql(target)
    try:
        _bring_up_to_date(engine, shown)
    except SQLAlchemyError as error:
        engine.dispose()
        raise CatalogError(f"The catalog {shown} cannot be opened: {reason(error)}.") from error
    except CatalogError:
        engine.dispose()
        raise
    return engine


def peek_database(url: str) -> Engine | None:
    """Return an engine that only reads the catalog at the URL, or None where there is none yet.

    Raises CatalogError as `open_database` does, and where the catalog needs a migration first.
    """
    target = _parse(url)
    shown = target.render_as_string(hide_password=True)
    if target.get_backend_name() == "sqlite":
        path = Path(target.database or "").absolute()
        if not path.is_file():
            return None
        # Read-only, SQLite would leave its log file behind; so writing is ruled out by the caller alone.
        engine = create_engine(target.set(database=path.as_uri(), query={"mode": "rw", "uri": "true"}))
    else:
        engine = _postgresql(target)
    try:
        with reading(engine) as connection:
            found = _revision(connection)
    except SQLAlchemyError as error:
        engine.dispose()
        raise CatalogError(f"The catalog {shown} cannot be opened: {reason(error)}.") from error
    if found == HEAD:
        return engine
    engine.dispose()
    if found is None:
        return None
    raise CatalogError(f"The catalog {shown} was written by another version; `referat status` brings it up to date.")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one state of the catalog, whatever others write meanwhile."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that waits until it is the only one that writes."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(WRITE_LOCK)))
        yield connection


def reason(error: SQLAlchemyError) -> str:
    """Return what the database itself says, on one line and without the statement and its values."""
    told = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return " ".join(str(told).split()).removesuffix(".") or type(told).__name__


def wipe_deleted(engine: Engine) -> None:
    """Remove what was deleted from the files of an SQLite catalog; PostgreSQL sees to it itself."""
    if engine.dialect.name != "sqlite":
        return
    try:
        with closing(engine.raw_connection()) as connection:
            # The log may hold deleted pages before the vacuum, and does hold old ones after it.
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.cursor().execute("VACUUM")
            blocked, *_ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        log.warning("Deleted text could not be wiped from the catalog's files: %s.", error)
        return
    if blocked:
        log.warning("Deleted text stays in the catalog's log file until other processes stop reading it.")


def _parse(url: str) -> URL:
    try:
        target = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise CatalogError(f"The database URL cannot be read; use {EXPECTED}.") from error
    kind = target.get_backend_name()
    if kind in ("postgres", "postgresql"):
        return target.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and target.database not in (None, "", ":memory:"):
        return target
    shown = target.render_as_string(hide_password=True)
    raise CatalogError(f"A catalog cannot be kept in {shown}; use {EXPECTED}.")


def _sqlite(url: URL) -> Engine:
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogError(f"The folder {folder} cannot be created: {error.strerror}.") from error
    # isolation_level None: the driver leaves transactions to the BEGIN below, also around schema changes.
    engine = create_engine(url, json_serializer=_json, connect_args={"isolation_level": None})
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(url: URL) -> Engine:
    return create_engine(url, json_serializer=_json, pool_pre_ping=True)


_json = partial(json.dumps, ensure_ascii=False)


def _set_pragmas(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - any driver's connection
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: one that has read first would fail, not wait, when another writes.
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _bring_up_to_date(engine: Engine, shown: str) -> None:
    with reading(engine) as connection:
        if _revision(connection) == HEAD:
            return
    with writing(engine) as connection:
        # Another process may have migrated while this one waited.
        if (found := _revision(connection)) != HEAD:
            _migrate(connection, found=found, shown=shown)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: Connection, *, found: str | None, shown: str) -> None:
    # Half a second to import, which an up-to-date catalog does not pay.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise CatalogError(
            f"The catalog {shown} was written by a newer version of this program "
            f"(revision {found}, this one knows {HEAD}); update the program."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
