"""What speaks for an answer being in the minutes, as one probability."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Self

from rag.answering.spanning import told_of
from rag.answering.weighing import KIND_OF_ANSWER
from rag.danish.analyse import words
from rag.danish.dates import MONTH_NAMES, find_dates
from rag.danish.sentences import split_sentences
from rag.danish.tables import above
from rag.domain import Constraint, ConstraintKind, Hit, Intent, ItemReading, Topic
from rag.learnt import read_learnt
from rag.numbers import log_odds
from rag.retrieval.matching import as_text, lies_within, meant_share, of_forum, share
from rag.understanding import Query

NEAREST = 3
"""Of so many hits the best cosine counts."""
NAME = re.compile(r"(?<=[\w,;:)»] )[A-ZÆØÅ][\wæøåé-]{2,}")
"""A name: a word that begins with a capital letter inside a sentence."""
MONTH = 31
"""Days of a period that a time of its own is meant by."""
AROUND = 2
"""Sentences before and after the likeliest one that are near it."""
STEM = 5
"""A name counts as found by its first letters, as it may stand in another form."""
STRANGE, LITTLE = 1 / 3, 0.2
UNREAD = 0.5
"""What a reader would say that knows nothing."""


ABOUT_ITEMS = frozenset(
    words(
        "talte talt taltes handlede handler stod står sagde sagt kom op skete sket drøftede drøftet drøftes beslutning "
        "besluttede besluttet behandlede behandlet gennemgik gennemgået referatet refereret indhold indeholder evt "
        "eventuelt punkt punktet dagsordenspunkt møde mødet byrådsmødet udvalgsmødet styregruppemødet klyngemødet"
    )
)
"""Words of a question for all that stands under an item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """How evidence adds up to a probability: logistic regression, learnt by `referat eval fit-answers`.

    Below the `threshold` nothing is answered; from `sure` on, an answer is given without saying that it is uncertain.
    """

    weights: Mapping[str, float]
    intercept: float
    threshold: float
    sure: float

    def of(self, evidence: Mapping[str, float]) -> float:
        """Return the probability (0 to 1) that evidence speaks for."""
        number = self.intercept + sum(self.weights[name] * value for name, value in evidence.items())
        return 1 / (1 + math.exp(-number))

    @classmethod
    @cache
    def learnt(cls, kind: str) -> Self:
        """Return what was learnt for answers out of items that were "read", or "unread" ones."""
        found = read_learnt("confidence")[kind]
        return cls(**{field.name: found[field.name] for field in fields(cls)})


def confidence(query: Query, hits: Sequence[Hit]) -> float:
    """Return the probability (0 to 1) that the best items hold the answer; 0 without hits.

    Of a whole item, asked for by number or title, there is an answer for certain: what stands under it.
    """
    if not hits:
        return 0.0
    learnt = confidence_in(hits)
    likely = learnt.of(evidence_for(query, hits))
    return max(likely, learnt.sure) if _is_whole_item(query, hits[0]) else likely


def _is_whole_item(query: Query, hit: Hit) -> bool:
    """Tell whether the question asks for an item by number or title, at the meeting named, and for nothing in it.

    Who, when or why asks for a thing in it, which need not be there.
    """
    if query.intent not in (Intent.FACT, Intent.DECISION, Intent.STATUS) or hit.item.closed:
        return False
    if not hit.evidence.get("asked") or not any(section.text for section in hit.item.sections):
        return False
    if _misses_time(query, hit, "") or _misses_forum(query, hit):
        return False
    place = " ".join([hit.meeting.forum, hit.meeting.title, hit.item.title, *MONTH_NAMES])
    known = {*words(place), *ABOUT_ITEMS}
    places = as_text(known)
    return all(word.isdigit() or word in known or f" {word}" in places for word in query.topic)


def confidence_in(hits: Sequence[Hit]) -> Confidence:
    """Return how evidence adds up for these hits: those that were read tell more."""
    return Confidence.learnt("read" if hits and hits[0].reading else "unread")


def evidence_for(query: Query, hits: Sequence[Hit]) -> dict[str, float]:
    """Return what speaks for and against an answer out of at least one hit, by the names of the weights.

    `similarity` is the best cosine, `answers` the log odds that the reader gives the best passage, `readings` the mean
    of those it gives the likeliest sentences of the best items: where only one seems to answer, that may be chance.
    `near` is the share of the topic that stands around the likeliest sentence of each item told of, `kind` the
    probability of the likeliest sentence with the kind of thing asked for; across meetings the best item counts. What
    the question names and no item that is told of holds speaks against it: a `year` or day (`year_near`: neither near
    these sentences nor in the titles), a `forum`, `names`; so does a decision asked of a `closed` item, and a question
    whether something was treated (`absence`) or why (`reason`), which presume something.
    """
    told = told_of(query, hits)
    places = [place for hit in told if (place := _likeliest(hit))]
    readings = [hit.reading for hit in told if hit.reading] or [ItemReading(answers=UNREAD, sentences=())]
    held = " ".join(text for hit in told for text in _words(hit))
    return {
        "similarity": max(hit.similarity for hit in hits[:NEAREST]),
        "answers": max(log_odds(reading.answers) for reading in readings),
        "kind": max(_kind(query, hit) for hit in told),
        "readings": _readings(hits),
        "near": _near(places) if places else UNREAD,
        "year": float(all(_misses_time(query, hit, held) for hit in told)),
        "year_near": float(
            bool(places) and all(_misses_time(query, hit, f"{hit.item.title}\n{text}") for hit, text in places)
        ),
        "forum": float(all(_misses_forum(query, hit) for hit in told)),
        "names": _missing_names(query, told, held),
        "closed": float(hits[0].item.closed and query.intent is Intent.DECISION),
        "absence": float(query.intent is Intent.ABSENCE),
        "reason": float(query.intent is Intent.REASON),
    }


def is_foreign(query: Query, hits: Sequence[Hit], known: Collection[str]) -> bool:
    """Tell whether a question is about something that the minutes do not know.

    At least a third of its words stand nowhere (`known` are those that do), the best item holds few of the others, and
    the reader, where there is one, sees no answer. Set by hand: such questions are rare among those learnt from.
    """
    if not hits or not query.topic:
        return False
    strange = sum(word not in known for word in query.topic) / len(query.topic)
    reading = hits[0].reading
    return strange >= STRANGE and hits[0].coverage < LITTLE and (reading is None or reading.answers < UNREAD)


def _words(hit: Hit) -> list[str]:
    """Return the names of a meeting and all words of its item."""
    return [hit.meeting.forum, hit.meeting.title, hit.item.title, *(section.text for section in hit.item.sections)]


def _readings(hits: Sequence[Hit]) -> float:
    """Return the mean log odds of the likeliest sentences of the best items read; 0 where none was."""
    best = sorted(log_odds(hit.reading.best) for hit in hits if hit.reading and hit.reading.sentences)[-NEAREST:]
    return sum(best) / len(best) if best else 0.0


def _likeliest(hit: Hit) -> tuple[Hit, str] | None:
    """Return an item with its likeliest sentence and those around it, in a table also the headings; None if unread."""
    if not (hit.reading and hit.reading.sentences):
        return None
    best = max(hit.reading.sentences, key=lambda sentence: sentence.probability)
    text = next((section.text for section in hit.item.sections if section.id == best.section_id), "")
    spans = split_sentences(text)
    place = next((place for place, span in enumerate(spans) if span.end > best.start), 0)
    around = spans[max(0, place - AROUND) : place + AROUND + 1]
    if not around:
        return hit, ""
    headings = (over.of(text) for over in above(text, spans[place]))
    return hit, "\n".join([*headings, text[around[0].start : around[-1].end]])


def _near(places: Sequence[tuple[Hit, str]]) -> float:
    """Return the share of the topic that stands in texts of items or in what stands above them: title and body."""
    text = "\n".join(f"{hit.meeting.forum}\n{hit.item.title}\n{text}" for hit, text in places)
    tokens, topic = as_text(words(text)), places[0][0].topic
    return share(topic, tokens) + meant_share(topic, tokens)


def _kind(query: Query, hit: Hit) -> float:
    """Return the likelihood of the likeliest sentence that holds a number, a date, a name, as the question asks."""
    pattern = KIND_OF_ANSWER.get(query.intent)
    if pattern is None or hit.reading is None:
        return UNREAD
    texts = {section.id: section.text for section in hit.item.sections}
    fitting = (
        sentence.probability
        for sentence in hit.reading.sentences
        if pattern.search(texts.get(sentence.section_id, "")[sentence.start : sentence.end])
    )
    return max(fitting, default=0.0)


def _misses_time(query: Query, hit: Hit, text: str) -> bool:
    """Tell whether the question names years or days of which none is the meeting's or stands in the text."""
    year = hit.meeting.date.year if hit.meeting.date else None
    if query.years and not any(asked == year or str(asked) in text for asked in query.years):
        return True
    days = [it for it in query.of_kind(ConstraintKind.PERIOD) if _is_short(it)]
    return bool(days) and not any(lies_within(hit.meeting, it) or _names_day(text, it, year) for it in days)


def _is_short(period: Constraint) -> bool:
    """Tell whether a period is a month at most."""
    first, last = period.values
    return bool(first and last) and (date.fromisoformat(last) - date.fromisoformat(first)).days <= MONTH


def _names_day(text: str, period: Constraint, year: int | None) -> bool:
    """Tell whether a text names a day of a short period, or its month where the whole of it is meant."""
    first, last = map(date.fromisoformat, period.values)
    if any(first <= day <= last for _, day in find_dates(text, default_year=year)):
        return True
    return first < last and MONTH_NAMES[first.month - 1] in text.casefold()


def _misses_forum(query: Query, hit: Hit) -> bool:
    """Tell whether the question names bodies of which none is the meeting's."""
    return bool(query.of_kind(ConstraintKind.FORUM)) and not of_forum(query, hit.meeting)


def _missing_names(query: Query, told: Sequence[Hit], text: str) -> float:
    """Return the share (0 to 1) of the names in the question that the items do not hold, nor others for them."""
    names = NAME.findall(query.search_text)
    known = " ".join([text, *_same(query, text)]).casefold()
    missing = [name for name in names if not all(part[:STEM] in known for part in name.casefold().split("-"))]
    if not missing:
        return 0.0
    tokens = as_text(words(text))
    return sum(not any(_is_meant(name, hit.topic, tokens) for hit in told) for name in missing) / len(names)


def _same(query: Query, text: str) -> list[str]:
    """Return the forms of the question's abbreviations whose other form the text holds."""
    held = text.casefold()
    pairs = [(entry.short, entry.long) for entry in query.definitions]
    return [other for one, other in [*pairs, *(pair[::-1] for pair in pairs)] if one.casefold() in held]


def _is_meant(name: str, topic: Topic, tokens: str) -> bool:
    """Tell whether the words hold a term that may stand for a name."""
    own = {word: topic.words[word] for word in words(name) if word in topic.words}
    return (
        meant_share(replace(topic, words=own, instead={word: topic.instead.get(word, ()) for word in own}), tokens) > 0
    )
