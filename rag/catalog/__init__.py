"""Meetings, items, sections and chunks in a SQL database: the source of truth for every word shown."""

from rag.catalog.catalog import Catalog, Counts, StoredSource

__all__ = ["Catalog", "Counts", "StoredSource"]
