"""What the catalog knows, as values that a question is read with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rag.understanding.glossary import EMPTY, Glossary


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The meetings' forums and days, and the abbreviations that the minutes explain.

    `meetings` holds each forum with each of its days once; agendas and annexes count where they have both.
    """

    meetings: tuple[tuple[str, date], ...] = ()
    forums: tuple[str, ...] = ()
    glossary: Glossary = EMPTY

    def days(self, forums: tuple[str, ...] = ()) -> list[date]:
        """Return the days on which these forums, or any, met; the earliest first."""
        return sorted({day for forum, day in self.meetings if not forums or forum in forums})


NOTHING = Known()
