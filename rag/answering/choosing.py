"""The sentences of an item weighed by a question, and the best of them chosen as verbatim runs."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.danish.analyse import analyse
from rag.danish.sentences import split_sentences
from rag.domain import AgendaItem, Intent, ItemReading, ReadSentence, Section, SectionKind
from rag.understanding import Query

FITS, DECIDES, ASKS = 0.3, 0.6, 0.4
"""What it counts, beside words shared with the question (0 to 1), that a sentence holds the kind of thing asked for,
that it says what is to be done, or that it asks a question itself."""
TITLE_WORD, PART_LENGTH = 0.5, 5
NEIGHBOUR = 0.35
WORTH = 0.3
"""A sentence is shown when its score is at least this share of the best one's."""
HEADING, MAX_LINES = 60, 6
BUDGET = 600
"""Characters of minutes that one item brings to an answer."""
DECIDING = re.compile(
    r"\b(?:beslut\w*|godkend\w*|vedtag\w*|aftal\w*|nedsæt\w*|udarbejde[rs]\w*|send(?:er|es)|planlægges|igangsæt\w*|inviteres"
    r"|afholdes|arbejder videre|fortsætter|lægges|udpeg\w*|efterretning|udsæt\w*|udsat|flyttes|melder"
    r"|følger op|følges op"
    r"|undersøger|præsenterer|fremsender|deltager|afsættes|afsat|skal|tages op|tages videre|vender tilbage"
    r"|anbefal\w*|indstil\w*"
    r"|varetager|suppleres|informerer|drøft\w*|enighed|enige)\b",
    re.IGNORECASE,
)
_KIND_OF_ANSWER = {
    Intent.HOW_MANY: re.compile(r"\d"),
    Intent.WHEN: re.compile(
        r"\b\d{1,2}\.\s?(?:\d|januar|februar|marts|april|maj|juni|juli|august|sept|okt|nov|dec)|\b(?:19|20)\d\d\b|\bkl\.|\bmåned|\bmøde|"
        r"\b(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|efterår|forår|sommer|ultimo|primo|medio)",
        re.IGNORECASE,
    ),
    Intent.WHO: re.compile(
        r"[A-ZÆØÅ][a-zæøå]+ [A-ZÆØÅ][a-zæøå]+|\w*(?:chef|leder|direktør|konsulent|læge|sygeplejerske|koordinator"
        r"|gruppen|kommunen?|udvalget"
        r"|hospitalet|regionen|sekretariat\w*|formand\w*)\b"
    ),
    Intent.REASON: re.compile(
        r"\b(?:fordi|da|på grund af|grundet|derfor|på baggrund|formål\w*|for at|idet|så|skyldes|med henblik|årsag)\b",
        re.IGNORECASE,
    ),
    Intent.STATUS: re.compile(
        r"\b(?:status|i gang|afventer|udsat|udsættes|flyttes|endnu ikke|implementer\w*|afsluttet)\b",
        re.IGNORECASE,
    ),
    Intent.DECISION: DECIDING,
}
_BY_INTENT = {
    Intent.DECISION: {SectionKind.DECISION: 1.0, SectionKind.DISCUSSION: 0.35},
    Intent.WHO: {SectionKind.DECISION: 0.15, SectionKind.PARTICIPANTS: 0.15},
    Intent.STATUS: {SectionKind.DECISION: 0.3, SectionKind.DISCUSSION: 0.15},
    Intent.REASON: {SectionKind.CASE: 0.1},
}
_ALWAYS = {SectionKind.RECOMMENDATION: -0.25, SectionKind.ATTACHMENTS: -0.4, SectionKind.OTHER: -0.05}
READ, WORDS = 2.0, 1.0
LIST_LINE = re.compile(r"(?:[•·▪◦*]|[-–](?=\s)|\d{1,2}[.)]\s)")


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


@dataclass(slots=True, kw_only=True)
class _Sentence:
    section: Section
    position: int
    start: int
    end: int
    words: frozenset[str]
    score: float = 0.0

    @property
    def text(self) -> str:
        return self.section.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A stretch of a section that the search found, with what that counts for the sentences in it."""

    section_id: str
    start: int
    end: int
    weight: float


def choose_runs(
    query: Query,
    item: AgendaItem,
    *,
    kinds: Collection[SectionKind] | None = None,
    found: Sequence[Found] = (),
    reading: ItemReading | None = None,
    budget: int = BUDGET,
) -> list[Run]:
    """Return the runs of sentences that answer best, in printed order, within the budget of characters.

    Only sections of the given kinds are looked at (None: all); `found` is where the search struck, `reading` what the
    reader makes of the sentences.
    """
    sentences = [
        sentence
        for section in item.sections
        if section.text and (kinds is None or section.kind in kinds)
        for sentence in _sentences(section)
    ]
    if not sentences:
        return []
    _weigh(query, item, sentences, found=found)
    if reading is not None:
        _heed(reading, sentences)
    chosen = _fill(query, sentences, budget=budget)
    return _runs(chosen)


def _sentences(section: Section) -> list[_Sentence]:
    return [
        _Sentence(
            section=section,
            position=i,
            start=span.start,
            end=span.end,
            words=frozenset(analyse(section.text[span.start : span.end])),
        )
        for i, span in enumerate(split_sentences(section.text))
    ]


def _weigh(query: Query, item: AgendaItem, sentences: Sequence[_Sentence], *, found: Sequence[Found]) -> None:
    """Score each sentence by topic words rare in the item, by where the search struck, and by the kind of answer."""
    weights = _word_weights(query, item, sentences)
    total = sum(weights.values()) or 1.0
    kind_of_answer = _KIND_OF_ANSWER.get(query.intent)
    by_section = _ALWAYS | _BY_INTENT.get(query.intent, {})
    for sentence in sentences:
        overlap = sum(weight for word, weight in weights.items() if _has(sentence, word)) / total
        asks = sentence.text.rstrip().endswith("?")
        fits = bool(kind_of_answer and kind_of_answer.search(sentence.text)) and not asks
        sentence.score = overlap + by_section.get(sentence.section.kind, 0.0) - ASKS * asks
        sentence.score += fits * (DECIDES if query.intent is Intent.DECISION else FITS)
        sentence.score += max((place.weight for place in found if _lies_in(sentence, place)), default=0.0)
    _spread(sentences)


def _heed(reading: ItemReading, sentences: Sequence[_Sentence]) -> None:
    """Add what the reader makes of each sentence; it decides, and what words tell breaks its ties."""
    read: dict[str, list[ReadSentence]] = {}
    for one in reading.sentences:
        read.setdefault(one.section_id, []).append(one)
    for sentence in sentences:
        likely = [
            one.probability
            for one in read.get(sentence.section.id, ())
            if one.start < sentence.end and sentence.start < one.end
        ]
        sentence.score = WORDS * sentence.score + READ * max(likely, default=0.0)


def _word_weights(query: Query, item: AgendaItem, sentences: Sequence[_Sentence]) -> dict[str, float]:
    """Weigh the topic's words by how few sentences hold them; words of the title tell sentences apart less."""
    title = set(analyse(item.title))
    counts = {word: sum(_has(sentence, word) for sentence in sentences) for word in query.topic}
    return {
        word: math.log1p(len(sentences) / count) * (TITLE_WORD if word in title else 1.0)
        for word, count in counts.items()
        if count
    }


def _has(sentence: _Sentence, word: str) -> bool:
    """Tell whether a sentence holds a word, alone or in a compound."""
    return word in sentence.words or (len(word) >= PART_LENGTH and any(word in other for other in sentence.words))


def _lies_in(sentence: _Sentence, place: Found) -> bool:
    return sentence.section.id == place.section_id and place.start <= sentence.start < place.end


def _spread(sentences: Sequence[_Sentence]) -> None:
    """Let a sentence share in its neighbours' scores: an answer often stands right after the words asked with."""
    scores = [sentence.score for sentence in sentences]
    for i, sentence in enumerate(sentences):
        near = [
            scores[j] for j in (i - 1, i + 1) if 0 <= j < len(sentences) and sentences[j].section is sentence.section
        ]
        sentence.score += NEIGHBOUR * max(near, default=0.0)


def _fill(query: Query, sentences: Sequence[_Sentence], *, budget: int) -> list[_Sentence]:
    """Take the best sentences until the budget is spent; a lead-in takes along what it leads into."""
    chosen: set[int] = set()
    used = 0
    order = sorted(range(len(sentences)), key=lambda i: -sentences[i].score)
    best = sentences[order[0]].score
    for i in order:
        group = _whole_list(sentences, i) if query.intent in (Intent.LIST, Intent.DECISION) else _led(sentences, i)
        fresh = [j for j in group if j not in chosen]
        length = sum(len(sentences[j].text) for j in fresh)
        if chosen and (used + length > budget or sentences[i].score < WORTH * best):
            continue
        chosen.update(fresh)
        used += length
    return [sentences[j] for j in sorted(chosen)]


def _led(sentences: Sequence[_Sentence], i: int) -> list[int]:
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


def _goes_on(sentences: Sequence[_Sentence], i: int) -> bool:
    return i + 1 < len(sentences) and sentences[i + 1].section is sentences[i].section


def _whole_list(sentences: Sequence[_Sentence], i: int) -> list[int]:
    """Return the list that a sentence leads into or is a point of, with its lead-in; else what it leads into."""
    start = i
    while start > 0 and LIST_LINE.match(sentences[start].text) and _goes_on(sentences, start - 1):
        start -= 1
    end = start
    while _goes_on(sentences, end) and LIST_LINE.match(sentences[end + 1].text):
        end += 1
    whole = list(range(start, end + 1))
    fits = sum(len(sentences[j].text) for j in whole) <= 2 * BUDGET
    return whole if len(whole) > 1 and fits else _led(sentences, i)


def _runs(chosen: Sequence[_Sentence]) -> list[Run]:
    """Join neighbouring sentences of a section to runs."""
    runs: list[Run] = []
    last: _Sentence | None = None
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
