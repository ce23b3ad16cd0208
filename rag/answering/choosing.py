"""The sentences of an item weighed by a question, and the best of them chosen as verbatim runs."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.danish.analyse import analyse
from rag.danish.sentences import split_sentences
from rag.domain import AgendaItem, Intent, Section, SectionKind
from rag.understanding import Query

FITS, DECIDES, ASKS = 0.3, 0.6, 0.4
"""What it counts, beside words shared with the question (0 to 1), that a sentence holds the kind of thing asked for,
that it says what is to be done, or that it asks a question itself."""
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


def choose_runs(query: Query, item: AgendaItem, *, kinds: Collection[SectionKind] | None = None) -> list[Run]:
    """Return the runs of sentences that answer best, in printed order, within the budget of characters."""
    sentences = [
        sentence
        for section in item.sections
        if section.text and (kinds is None or section.kind in kinds)
        for sentence in _sentences(section)
    ]
    if not sentences:
        return []
    _weigh(query, item, sentences)
    chosen = _fill(query, sentences)
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


def _weigh(query: Query, item: AgendaItem, sentences: Sequence[_Sentence]) -> None:
    """Score each sentence: topic words that are rare in the item, the kind of thing asked for, the kind of section."""
    counts = Counter(word for sentence in sentences for word in sentence.words)
    title = set(analyse(item.title))
    weights = {
        word: math.log1p(len(sentences) / counts[word]) * (0.5 if word in title else 1.0)
        for word in query.topic
        if counts[word]
    }
    total = sum(weights.values()) or 1.0
    kind_of_answer = _KIND_OF_ANSWER.get(query.intent)
    by_section = _ALWAYS | _BY_INTENT.get(query.intent, {})
    for sentence in sentences:
        overlap = sum(weights.get(word, 0.0) for word in sentence.words) / total
        fits = bool(kind_of_answer and kind_of_answer.search(sentence.text))
        asks = sentence.text.rstrip().endswith("?")
        weight = DECIDES if query.intent is Intent.DECISION else FITS
        sentence.score = overlap + weight * (fits and not asks) + by_section.get(sentence.section.kind, 0.0)
        sentence.score -= ASKS * asks
    _spread(sentences)


def _spread(sentences: Sequence[_Sentence]) -> None:
    """Let a sentence share in its neighbours' scores: an answer often stands right after the words asked with."""
    scores = [sentence.score for sentence in sentences]
    for i, sentence in enumerate(sentences):
        near = [
            scores[j] for j in (i - 1, i + 1) if 0 <= j < len(sentences) and sentences[j].section is sentence.section
        ]
        sentence.score += 0.35 * max(near, default=0.0)


def _fill(query: Query, sentences: Sequence[_Sentence]) -> list[_Sentence]:
    """Take the best sentences until the budget is spent; a list point takes the whole list along."""
    chosen: dict[int, _Sentence] = {}
    used = 0
    order = sorted(range(len(sentences)), key=lambda i: -sentences[i].score)
    best = sentences[order[0]].score
    for i in order:
        group = _list_around(sentences, i) if query.intent in (Intent.LIST, Intent.DECISION) else [i]
        fresh = [j for j in group if j not in chosen]
        length = sum(len(sentences[j].text) for j in fresh)
        if chosen and (used + length > BUDGET or sentences[i].score < 0.3 * best):
            continue
        chosen.update({j: sentences[j] for j in fresh})
        used += length
    return [chosen[j] for j in sorted(chosen)]


def _list_around(sentences: Sequence[_Sentence], i: int) -> list[int]:
    """Return the list that a sentence leads into or is a point of, with its lead-in; else the sentence alone."""
    here = sentences[i]
    leads = here.text.rstrip().endswith(":")
    if not leads and not LIST_LINE.match(here.text):
        return [i]
    start = i
    while start > 0 and _same_list(sentences[start - 1], here) and LIST_LINE.match(sentences[start].text):
        start -= 1
        if not LIST_LINE.match(sentences[start].text):
            break
    end = i + 1
    while end < len(sentences) and _same_list(sentences[end], here) and LIST_LINE.match(sentences[end].text):
        end += 1
    return list(range(start, end)) if sum(len(s.text) for s in sentences[start:end]) <= 2 * BUDGET else [i]


def _same_list(one: _Sentence, other: _Sentence) -> bool:
    return one.section is other.section


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
