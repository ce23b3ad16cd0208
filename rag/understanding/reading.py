"""A question turned into what it names: forums, periods, a meeting, item and case numbers, each with its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rag.danish.spans import Span
from rag.domain import ConstraintKind as Kind
from rag.understanding.days import Period
from rag.understanding.documents import DocumentMention, find_document_type
from rag.understanding.forums import ForumMention, forum_names
from rag.understanding.known import Known
from rag.understanding.meetings import MeetingReference, find_meeting
from rag.understanding.period import find_periods
from rag.understanding.references import Reference, find_cases, find_items

_LEADING = re.compile(r"(?:\b(?:i|på|paa|fra|den|for|ved|hos|af|under|in|on|at|from|of)\s+)+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text names."""

    text: str
    forums: tuple[ForumMention, ...]
    periods: tuple[Period, ...]
    meeting: MeetingReference | None
    items: tuple[Reference, ...]
    cases: tuple[Reference, ...]
    document: DocumentMention | None

    def spans(self, kinds: Collection[Kind] = tuple(Kind)) -> list[Span]:
        """Return where what is of these kinds stands, in reading order."""
        named = {
            Kind.FORUM: [it.span for it in self.forums],
            Kind.PERIOD: [it.span for it in self.periods],
            Kind.MEETING: [self.meeting.span] if self.meeting else [],
            Kind.ITEM: [it.span for it in self.items],
            Kind.CASE: [it.span for it in self.cases],
            Kind.DOCUMENT_TYPE: [self.document.span] if self.document else [],
        }
        return sorted(span for kind in kinds for span in named[kind])

    @property
    def kinds(self) -> set[Kind]:
        """The kinds of what is named."""
        return {kind for kind in Kind if self.spans([kind])}

    def without(self, kinds: Collection[Kind]) -> str:
        """Return the text without what is of these kinds, and without the prepositions before it."""
        return " ".join("".join(_around(self.text, self.spans(kinds))).split())


def read(text: str, *, known: Known, today: date | None) -> Reading:
    """Read a text; what one kind has taken is hidden from the next, so that digits count once."""
    cases = find_cases(text)
    rest = hide(text, (it.span for it in cases))
    items = find_items(rest)
    rest = hide(rest, (it.span for it in items))
    meeting = find_meeting(rest)
    rest = hide(rest, [meeting.span] if meeting else [])
    return Reading(
        text=text,
        cases=tuple(cases),
        items=tuple(items),
        meeting=meeting,
        periods=tuple(find_periods(rest, today=today, held=known.days())),
        forums=tuple(forum_names(known.forums).find(text)) if known.forums else (),
        document=find_document_type(rest),
    )


def with_preposition(text: str, span: Span) -> Span:
    """Return a span with the prepositions before it."""
    return Span(len(_LEADING.sub("", text[: span.start])), span.end)


def hide(text: str, spans: Iterable[Span], sign: str = " ") -> str:
    """Return the text with a sign in the place of each character of the spans."""
    for start, end in spans:
        text = text[:start] + sign * (end - start) + text[end:]
    return text


def _around(text: str, spans: Iterable[Span]) -> Iterator[str]:
    position = 0
    for start, end in spans:
        yield _LEADING.sub("", text[position:start])
        yield " "
        position = max(position, end)
    yield text[position:]
