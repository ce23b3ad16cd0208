"""The sentences of an item weighed by a question, and the best of them chosen as verbatim runs."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from rag.answering.weighing import LIST_LINE, Found, Sentence, sentences_of, weigh
from rag.danish.spans import Span
from rag.danish.tables import FIGURE, rows_of
from rag.domain import AgendaItem, Intent, ItemReading, Section, SectionKind, Topic
from rag.headings import is_contents
from rag.understanding import Query

WORTH = 4.0
"""A sentence is shown when its score, which is on the scale of log odds, is at most so far below the best one's."""
HEADING, MAX_LINES, GAP = 60, 6, 4
BLOCK = 4
"""Short lines one after the other that are a list without marks: people with their posts, places, names."""
LABELLED = re.compile(r"[A-ZÆØÅ][\wæøå]{1,20}(?: \w{1,15})?:\s\S.{0,60}$")
"""A label with its value, on a line."""
ENOUGH = 0.7
"""Probability that one of the sentences shown answers, at which there are enough of them."""
LEAST, MOST = 350, 1000
"""Characters of minutes that one item brings to an answer in any case, and where it stays unsure what answers."""
LONGEST_LIST = 1200
"""Characters of a list that is quoted whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Consecutive sentences of a section; `quote` is `section.text[start:end]`."""

    section: Section
    start: int
    end: int
    score: float

    @property
    def quote(self) -> str:
        """The words as they stand in the section."""
        return self.section.text[self.start : self.end]


def choose_runs(
    query: Query,
    item: AgendaItem,
    *,
    kinds: Collection[SectionKind] | None = None,
    topic: Topic = Topic(),  # noqa: B008  (frozen)
    found: Sequence[Found] = (),
    reading: ItemReading | None = None,
    budget: int | None = None,
) -> list[Run]:
    """Return the runs of sentences that answer best, in printed order, within the budget of characters.

    Only sections of the given kinds are looked at (None: all); `topic` is what the question is about in the minutes'
    words, `found` where the search struck, `reading` what the reader makes of the sentences. Without a budget there are
    as many as it takes to be sure that one of them answers, within LEAST and MOST characters.
    """
    sentences = [
        sentence
        for section in item.sections
        if section.text and (kinds is None or section.kind in kinds) and not is_contents(section.text)
        for sentence in sentences_of(section)
    ]
    if not sentences:
        return []
    weigh(query, item, sentences, topic=topic, found=found, reading=reading)
    least, most = (LEAST, MOST) if budget is None else (budget, budget)
    return _runs(_fill(query, sentences, least=least, most=most))


def _fill(query: Query, sentences: Sequence[Sentence], *, least: int, most: int) -> list[Sentence]:
    """Take the best sentences until one of them answers with ENOUGH probability; a lead-in takes what it leads into.

    Up to `least` characters are taken in any case, and beside the best none that make it more than `most`.
    """
    chosen: set[int] = set()
    used, likely = 0, 0.0
    order = sorted(range(len(sentences)), key=lambda i: -sentences[i].score)
    best = sentences[order[0]].score
    answers = _likelihoods(sentences)
    rows = _in_rows(sentences)
    for i in order:
        group = rows.get(i) or _block(sentences, i) or _points(query, sentences, i)
        fresh = [j for j in group if j not in chosen]
        length = used + sum(len(sentences[j].text) for j in fresh)
        enough = length > least and likely >= ENOUGH
        if chosen and (length > most or enough or sentences[i].score < best - WORTH):
            continue
        chosen.update(fresh)
        used = length
        likely += sum(answers[j] for j in fresh)
    return [sentences[j] for j in sorted(chosen)]


def _points(query: Query, sentences: Sequence[Sentence], i: int) -> list[int]:
    """Return a sentence with its list where one may be asked for, else with what it leads into."""
    return _whole_list(sentences, i) if query.intent in (Intent.LIST, Intent.DECISION) else _led(sentences, i)


def _block(sentences: Sequence[Sentence], i: int) -> list[int]:
    """Return the block of short lines that a line is one of, with its lead-in; nothing where there is none.

    What its lines say they say together: a name, a post, a place. One too long to be quoted whole is taken by lines.
    """
    if sentences[i].section.kind is SectionKind.PARTICIPANTS or not _is_short_line(sentences[i]):
        return []
    if LABELLED.match(sentences[i].text):
        return _labelled(sentences, i)
    start = end = i
    while start and sentences[start - 1].section is sentences[i].section and _is_short_line(sentences[start - 1]):
        start -= 1
    while _goes_on(sentences, end) and _is_short_line(sentences[end + 1]):
        end += 1
    if end - start + 1 < BLOCK:
        return []
    if start and sentences[start - 1].section is sentences[i].section and sentences[start - 1].text.endswith(":"):
        start -= 1
    fits = sentences[end].end - sentences[start].start <= LONGEST_LIST
    return list(range(start, end + 1)) if fits else []


def _labelled(sentences: Sequence[Sentence], i: int) -> list[int]:
    """Return the lines of labels and values that a line is one of, with the sentence after them.

    "Udvalg: Magistraten", "Dato: 12-08-2025" and "Punktnummer: 3" tell of what follows, and by themselves nothing.
    """
    start = end = i
    while start and sentences[start - 1].section is sentences[i].section and LABELLED.match(sentences[start - 1].text):
        start -= 1
    while _goes_on(sentences, end) and LABELLED.match(sentences[end + 1].text):
        end += 1
    if start == end:
        return []
    return list(range(start, end + 1 + _goes_on(sentences, end)))


def is_block(lines: Sequence[str]) -> bool:
    """Tell whether lines hold a block of short ones, and no figures of a table."""
    longest = max((len(list(group)) for short, group in groupby(lines, key=_is_short) if short), default=0)
    return longest >= BLOCK and not any(FIGURE.fullmatch(line) for line in lines)


def _is_short(line: str) -> bool:
    """Tell whether a line is short, no point of a list and without a mark that ends sentences."""
    return 0 < len(line) < HEADING and line[-1] not in ".:;!?" and not LIST_LINE.match(line)


def _is_short_line(sentence: Sentence) -> bool:
    """Tell whether a sentence is all of a line, and a short one."""
    text = sentence.section.text
    ends = text[sentence.start - 1 : sentence.start], text[sentence.end : sentence.end + 1]
    return all(end in ("", "\n") for end in ends) and _is_short(sentence.text)


def _in_rows(sentences: Sequence[Sentence]) -> dict[int, list[int]]:
    """Return for each sentence in the row of a table all of that row, with what tells what its cells mean."""
    whole: dict[int, list[int]] = {}
    for _, group in groupby(range(len(sentences)), key=lambda i: sentences[i].section.id):
        places = list(group)
        for row in rows_of(sentences[places[0]].section.text):
            within = [i for i in places if _shares(sentences[i], row.span)]
            above = [i for i in places if any(_shares(sentences[i], span) for span in row.under)]
            whole.update(dict.fromkeys(within, sorted({*above, *within})))
    return whole


def _shares(sentence: Sentence, span: Span) -> bool:
    return sentence.start < span.end and span.start < sentence.end


def _likelihoods(sentences: Sequence[Sentence]) -> list[float]:
    """Return for each sentence the probability that it is the one that answers, as the weights were learnt."""
    best = max(sentence.score for sentence in sentences)
    odds = [math.exp(sentence.score - best) for sentence in sentences]
    total = sum(odds)
    return [each / total for each in odds]


def _led(sentences: Sequence[Sentence], i: int) -> list[int]:
    """Return a sentence with what it leads into: the list or the sentence after a colon or a sub-heading."""
    text = sentences[i].text.rstrip()
    leads = text.endswith(":") or (text[-1:].isalpha() and len(text) < HEADING and not LIST_LINE.match(text))
    if not leads or not _goes_on(sentences, i):
        return [i]
    end = i + 1
    while _goes_on(sentences, end) and LIST_LINE.match(sentences[end + 1].text):
        end += 1
    if end == i + 1 and text.endswith(":"):
        while _goes_on(sentences, end) and len(sentences[end + 1].text) < HEADING and end < i + MAX_LINES:
            end += 1
    return list(range(i, end + 1))


def _goes_on(sentences: Sequence[Sentence], i: int) -> bool:
    return i + 1 < len(sentences) and sentences[i + 1].section is sentences[i].section


def _whole_list(sentences: Sequence[Sentence], i: int) -> list[int]:
    """Return the list that a sentence leads into or is a point of, with its lead-in; else what it leads into.

    Points may be explained between: the list goes on while the next point of its kind is near.
    """
    start = i
    while (
        start > 0 and LIST_LINE.match(sentences[start].text) and (before := _point_before(sentences, start)) is not None
    ):
        start = before
    whole = [start]
    while (point := _point_after(sentences, whole[-1])) is not None:
        whole.append(point)
    fits = sum(len(sentences[j].text) for j in whole) <= LONGEST_LIST
    return whole if len(whole) > 1 and fits else _led(sentences, i)


def _point_after(sentences: Sequence[Sentence], i: int) -> int | None:
    """Return the next point of a list, or the first one that a sentence leads into."""
    near = range(i + 1, min(i + 1 + (GAP if LIST_LINE.match(sentences[i].text) else 1), len(sentences)))
    return next((j for j in near if _is_point(sentences, j, like=i)), None)


def _point_before(sentences: Sequence[Sentence], i: int) -> int | None:
    """Return the point before a point, or the sentence that leads into the list."""
    near = range(i - 1, max(i - 1 - GAP, -1), -1)
    point = next((j for j in near if _is_point(sentences, j, like=i)), None)
    leads = i > 0 and sentences[i - 1].section is sentences[i].section
    return point if point is not None else (i - 1 if leads else None)


def _is_point(sentences: Sequence[Sentence], j: int, *, like: int) -> bool:
    return sentences[j].section is sentences[like].section and bool(LIST_LINE.match(sentences[j].text))


def _runs(chosen: Sequence[Sentence]) -> list[Run]:
    """Join neighbouring sentences of a section to runs."""
    runs: list[Run] = []
    last: Sentence | None = None
    for sentence in chosen:
        joined = last is not None and last.section is sentence.section and sentence.position == last.position + 1
        if joined:
            run = runs.pop()
            runs.append(
                Run(
                    section=run.section,
                    start=run.start,
                    end=sentence.end,
                    score=max(run.score, sentence.score),
                )
            )
        else:
            runs.append(Run(section=sentence.section, start=sentence.start, end=sentence.end, score=sentence.score))
        last = sentence
    return runs
