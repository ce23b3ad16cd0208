"""One writer at a time: a lock that lasts longer than a transaction, and goes when its process does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import Engine, func, select

from rag.errors import CatalogError

SOLE_WRITER = 271_828_182
"""Number of the PostgreSQL lock; any fixed number will do that is not that of a transaction."""

TAKEN = (
    "Another process is changing this index at the moment, perhaps another `referat index`: "
    "wait until it is done, then try again."
)


@contextmanager
def sole_writer(engine: Engine) -> Iterator[None]:
    """Hold the catalog's lock for writers; raise CatalogError at once where another process has it."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            if not connection.execute(select(func.pg_try_advisory_lock(SOLE_WRITER))).scalar():
                raise CatalogError(TAKEN)
            # The lock belongs to the connection, which the pool would keep.
            try:
                yield
            finally:
                connection.execute(select(func.pg_advisory_unlock(SOLE_WRITER)))
        return
    lock = FileLock(f"{engine.url.database}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise CatalogError(TAKEN) from None
    try:
        yield
    finally:
        lock.release()
