"""Meetings of one-section items, for tests that store them in a catalog."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rag.domain import AgendaItem, Meeting, Section, SectionKind
from tests.fakes import a_meeting


def item(meeting: str, number: str, title: str, text: str, kind: SectionKind = SectionKind.CASE) -> AgendaItem:
    """Return an item with one section."""
    section = Section(id=f"s-{meeting}-{number}", kind=kind, heading="", text=text)
    return AgendaItem(id=f"i-{meeting}-{number}", number=number, ordinal=int(number), title=title, sections=(section,))


def meeting(name: str, *items: AgendaItem, forum: str, day: date) -> Meeting:
    """Return the minutes of a meeting."""
    return replace(a_meeting(name, *items), forum=forum, date=day)
