"""The sentences of an item with all that speaks for each being the answer, added up by learnt weights."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rag.danish.analyse import analyse
from rag.danish.sentences import split_sentences
from rag.domain import AgendaItem, Intent, ItemReading, Section, SectionKind, Topic
from rag.learnt import read_learnt
from rag.numbers import log_odds
from rag.understanding import Query
from rag.understanding.thesaurus import Term

TITLE_WORD, PART_LENGTH = 0.5, 5
LONG, SHORT = 200, 25
"""Characters: what the length of a sentence is measured by, and below which it says little."""
LIST_LINE = re.compile(r"(?:[•·▪◦*]|[-–](?=\s)|\d{1,2}[.)]\s)")
DECIDING = re.compile(
    r"\b(?:beslut\w*|godkend\w*|vedtag\w*|aftal\w*|nedsæt\w*|udarbejde[rs]\w*|send(?:er|es)|planlægges|igangsæt\w*|inviteres"
    r"|afholdes|arbejder videre|fortsætter|lægges|udpeg\w*|efterretning|udsæt\w*|udsat|flyttes|melder"
    r"|følger op|følges op"
    r"|undersøger|præsenterer|fremsender|deltager|afsættes|afsat|skal|tages op|tages videre|vender tilbage"
    r"|anbefal\w*|indstil\w*"
    r"|varetager|suppleres|informerer|drøft\w*|enighed|enige)\b",
    re.IGNORECASE,
)
KIND_OF_ANSWER = {
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
    Intent.DEFINITION: re.compile(
        r"\b(?:er|var) (?:en|et|den|det|at|når)\b|\bdefinere\w*|\bdefinition\w*|\bforstås\b|\bbetyder\b|\bvil sige\b"
        r"|\bdækker over\b|\bbetegnelse\w*|\bgår ud på\b",
        re.IGNORECASE,
    ),
    Intent.DECISION: DECIDING,
}
_DECISIVE = (Intent.DECISION, Intent.STATUS)


@dataclass(slots=True, kw_only=True)
class Sentence:
    """A sentence of a section, `section.text[start:end]`, with its place among them and its analysed words."""

    section: Section
    position: int
    start: int
    end: int
    words: frozenset[str]
    score: float = 0.0
    joined: str = field(init=False, repr=False)
    """Its analysed words as one text, in which a part of a compound is found."""

    def __post_init__(self) -> None:
        """Join the words."""
        self.joined = " ".join(self.words)

    @property
    def text(self) -> str:
        """Its words as they stand in the section."""
        return self.section.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A stretch of a section that the search found, with what that counts for the sentences in it."""

    section_id: str
    start: int
    end: int
    weight: float


def sentences_of(section: Section) -> list[Sentence]:
    """Return the sentences of a section."""
    return [
        Sentence(
            section=section,
            position=i,
            start=span.start,
            end=span.end,
            words=frozenset(analyse(section.text[span.start : span.end])),
        )
        for i, span in enumerate(split_sentences(section.text))
    ]


def weigh(
    query: Query,
    item: AgendaItem,
    sentences: Sequence[Sentence],
    *,
    topic: Topic = Topic(),  # noqa: B008  (frozen)
    found: Sequence[Found] = (),
    reading: ItemReading | None = None,
) -> None:
    """Set the score of each sentence; only what differs between sentences of one item counts."""
    weights = read_learnt("sentences")["read" if reading else "unread"]["weights"]
    every = evidence_of(query, item, sentences, topic=topic, found=found, reading=reading)
    for sentence, evidence in zip(sentences, every, strict=True):
        sentence.score = sum(weights[name] * value for name, value in evidence.items())


def evidence_of(
    query: Query,
    item: AgendaItem,
    sentences: Sequence[Sentence],
    *,
    topic: Topic = Topic(),  # noqa: B008  (frozen)
    found: Sequence[Found] = (),
    reading: ItemReading | None = None,
) -> list[dict[str, float]]:
    """Return for each sentence what speaks for it, by the names of the weights.

    `read`, `odds` and `read_near` are the reader's likelihood of the sentence, its log odds and that of the likelier
    neighbour, `words` and `words_near` the share of the topic in them, weighted by rarity in the item, `meant` the
    share that it holds in other words instead. `kind` tells whether it holds the kind of thing asked for, `deciding`
    whether it says what is to be done where that is asked. `leads` and `point` are the lead-in and the points of a
    list, where one is asked for. `found` is where the search struck. The rest are the section, the length, and whether
    it asks a question itself.
    """
    overlaps, meant = _overlaps(item, sentences, words=tuple(topic.words) or query.topic, instead=topic.instead)
    likely = [reading.likelihood(it.section.id, it.start, it.end) if reading else None for it in sentences]
    kind, decisive = KIND_OF_ANSWER.get(query.intent), query.intent in _DECISIVE
    evidence = []
    for place, sentence in enumerate(sentences):
        near = [
            other
            for other in (place - 1, place + 1)
            if 0 <= other < len(sentences) and sentences[other].section is sentence.section
        ]
        section, chance = sentence.section.kind, likely[place]
        holds = bool(kind and kind.search(sentence.text))
        evidence.append(
            {
                "odds": 0.0 if chance is None else log_odds(chance),
                "read": chance or 0.0,
                "unread": float(chance is None),
                "read_near": max((likely[other] or 0.0 for other in near), default=0.0),
                "words": overlaps[place],
                "words_near": max((overlaps[other] for other in near), default=0.0),
                "meant": meant[place],
                "kind": float(holds and query.intent is not Intent.DECISION),
                "deciding": float(holds and query.intent is Intent.DECISION),
                "decision_asked": float(section is SectionKind.DECISION and decisive),
                "decision": float(section is SectionKind.DECISION and not decisive),
                "recommendation": float(section is SectionKind.RECOMMENDATION),
                "discussion": float(section is SectionKind.DISCUSSION),
                "attachments": float(section is SectionKind.ATTACHMENTS),
                "other": float(section is SectionKind.OTHER),
                "leads": float(query.intent is Intent.LIST and _leads_list(sentences, place)),
                "point": float(query.intent is Intent.LIST and bool(LIST_LINE.match(sentence.text))),
                "found": max((one.weight for one in found if _lies_in(sentence, one)), default=0.0),
                "asks": float(sentence.text.rstrip().endswith("?")),
                "length": len(sentence.text) / LONG,
                "short": float(len(sentence.text) < SHORT),
            }
        )
    return evidence


def _overlaps(
    item: AgendaItem,
    sentences: Sequence[Sentence],
    *,
    words: Sequence[str],
    instead: Mapping[str, Sequence[tuple[Term, float]]],
) -> tuple[list[float], list[float]]:
    """Return the share of the topic that each sentence holds, and the share of which it holds a term instead.

    A word weighs more the fewer sentences hold it, and less where the title does; one that no sentence holds weighs
    what the rarest term for it does.
    """
    title = set(analyse(item.title))
    weights = {
        word: weight * (TITLE_WORD if word in title else 1.0)
        for word in words
        if (weight := _rarity([_has(sentence, word) for sentence in sentences]))
    }
    terms = {
        word: [(weight, term) for term, _ in instead.get(word, ()) if (weight := _rarity_of(term, sentences))]
        for word in words
    }
    total = sum(weights.values()) + sum(
        max((weight for weight, _ in terms[word]), default=0.0) for word in words if word not in weights
    )
    held = [[word for word in weights if _has(one, word)] for one in sentences]
    own = [sum(weights[word] for word in inside) for inside in held]
    other = [
        sum(
            max((weight for weight, term in terms[word] if _has_all(one, term)), default=0.0)
            for word in words
            if word not in inside
        )
        for one, inside in zip(sentences, held, strict=True)
    ]
    return [share / (total or 1.0) for share in own], [share / (total or 1.0) for share in other]


def _rarity_of(term: Term, sentences: Sequence[Sentence]) -> float:
    return _rarity([_has_all(sentence, term) for sentence in sentences])


def _rarity(found: Sequence[bool]) -> float:
    """Return how rare what is found in some of the sentences is: log(1 + N / n), 0 where it is in none."""
    return math.log1p(len(found) / sum(found)) if any(found) else 0.0


def _has_all(sentence: Sentence, term: Term) -> bool:
    return all(_has(sentence, word) for word in term)


def _has(sentence: Sentence, word: str) -> bool:
    """Tell whether a sentence holds a word, alone or in a compound."""
    return word in sentence.words or (len(word) >= PART_LENGTH and word in sentence.joined)


def _leads_list(sentences: Sequence[Sentence], place: int) -> bool:
    """Tell whether a sentence ends with a colon and the points of a list follow."""
    after = sentences[place + 1] if place + 1 < len(sentences) else None
    follows = after is not None and after.section is sentences[place].section and LIST_LINE.match(after.text)
    return bool(follows) and sentences[place].text.rstrip().endswith(":")


def _lies_in(sentence: Sentence, place: Found) -> bool:
    return sentence.section.id == place.section_id and place.start <= sentence.start < place.end
