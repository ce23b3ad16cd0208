"""Whether something was treated: every item that names it, counted over the whole catalog, not the best hits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.catalog import Catalog
from rag.danish.sentences import split_sentences
from rag.domain import OUTSIDE, AgendaItem, ConstraintKind, Filters, Hit, Meeting
from rag.retrieval.matching import of_forum
from rag.understanding import Query

ENDINGS = re.compile(r"(?:ernes|enes|erne|ene|ens|ets|ers|er|en|et|es|e|s)$")
LEAST_STEM, LONG = 4, 7
"""A word is cut to its stem while that many letters are left. A long stem counts inside compounds too, a short one
only at the beginning of a word that is hardly longer: "gave" does not stand in "opgaver"."""
ENDING = 4
WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """What was asked about, and the items that name all of it: within the limits of the question, and beyond them.

    `unknown` are the words that no document holds.
    """

    subject: tuple[str, ...]
    unknown: tuple[str, ...]
    within: tuple[Hit, ...]
    beyond: tuple[Hit, ...]
    forms: tuple[frozenset[str], ...] = ()

    def names(self, text: str) -> bool:
        """Tell whether a text names any of the subject."""
        words = words_of(text)
        return any(words & forms for forms in self.forms)


def find_treated(catalog: Catalog, query: Query, *, filters: Filters) -> Treated | None:
    """Return the items that hold a form of every word of the question's subject; None where it names no subject."""
    if not query.subject:
        return None
    forms = tuple(_forms(catalog, word) for word in query.subject)
    unknown = tuple(word for word, found in zip(query.subject, forms, strict=True) if not found)
    found = [] if unknown else [one for one in catalog.items_with_forms(forms) if _holds(one[1], forms)]
    # What stands outside the items, a list of contents say, only repeats what is named under one.
    under_items = {meeting.id for meeting, item in found if item.number != OUTSIDE}
    found = [one for one in found if one[1].number != OUTSIDE or one[0].id not in under_items]
    found.sort(key=lambda one: one[0].date or date.min, reverse=True)
    allowed = {meeting.id for meeting in catalog.meetings(query.narrowed(filters))} if found else set()
    within = [one for one in found if one[0].id in allowed and _of_named_body(one[0], query)]
    beyond = [one for one in found if one not in within]
    return Treated(
        subject=query.subject, unknown=unknown, within=_as_hits(within), beyond=_as_hits(beyond), forms=forms
    )


def _forms(catalog: Catalog, word: str) -> frozenset[str]:
    """Return how a word stands in the minutes: in other forms, and where it is long in compounds."""
    stem = word
    while (shorter := ENDINGS.sub("", stem)) != stem and len(shorter) >= LEAST_STEM:
        stem = shorter
    held = catalog.forms_like(stem)
    if len(stem) >= LONG:
        return frozenset(held)
    return frozenset(form for form in held if form.startswith(stem) and len(form) <= len(stem) + ENDING)


def _holds(item: AgendaItem, forms: Sequence[frozenset[str]]) -> bool:
    """Tell whether the title, alone or with one of the sentences, holds a form of every word."""
    title = words_of(item.title)
    sentences = (span.of(section.text) for section in item.sections for span in split_sentences(section.text))
    return any(all((title | words_of(text)) & one for one in forms) for text in ("", *sentences))


def words_of(text: str) -> set[str]:
    """Return the words of a text in lower case."""
    return set(WORD.findall(text.casefold()))


def _of_named_body(meeting: Meeting, query: Query) -> bool:
    """Tell whether a meeting is of a body that the question names, be that certain or not."""
    return not query.of_kind(ConstraintKind.FORUM) or of_forum(query, meeting)


def _as_hits(found: Sequence[tuple[Meeting, AgendaItem]]) -> tuple[Hit, ...]:
    return tuple(
        Hit(rank=rank, item=item, meeting=meeting, score=0.0, similarity=0.0, coverage=1.0)
        for rank, (meeting, item) in enumerate(found, start=1)
    )
