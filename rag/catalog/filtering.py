"""Filters of a question, turned into conditions on the meetings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, select

from rag.catalog.schema import meetings
from rag.domain import Filters

Condition = ColumnElement[bool]


def conditions(connection: Connection, filters: Filters) -> Iterator[Condition]:
    """Yield what a meeting must meet to pass the filters."""
    if filters.forum is not None:
        names = [name for name in forum_names(connection) if holds_words(name, filters.forum)]
        yield meetings.c.forum.in_(names)
    if filters.date_from is not None:
        yield meetings.c.held_on >= filters.date_from
    if filters.date_to is not None:
        yield meetings.c.held_on <= filters.date_to
    if filters.document_type is not None:
        yield meetings.c.document_type == filters.document_type.value


def forum_names(connection: Connection) -> list[str]:
    """Return the names of all forums, in alphabetical order."""
    return sorted(connection.execute(select(meetings.c.forum).distinct()).scalars())


def holds_words(name: str, wanted: str) -> bool:
    """Tell whether every wanted word occurs in the name, upper and lower case alike.

    A word may be part of a longer one: "klynge" finds "Klyngestyregruppen".
    """
    text = composed(name).casefold()
    return all(word in text for word in re.findall(r"\w+", composed(wanted).casefold()))


def composed(text: str) -> str:
    """Return the text with its letters composed: file systems and exports may write å as a and a ring."""
    return unicodedata.normalize("NFC", text)
