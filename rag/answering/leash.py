"""A language model's text turned into the sentences that the passages bear out; the others are dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.answering.passages import Passage
from rag.danish.analyse import analyse
from rag.danish.normalise import contains_verbatim
from rag.danish.sentences import split_sentences
from rag.domain import Citation

MARKER = re.compile(r"\s*\[(\d{1,3})\]")
DECIDED = re.compile(r"\b(?:beslutt\w+|besluttet|vedtog\w*|vedtag\w+|godkend\w+|tiltråd\w*|tiltrådt)\b", re.IGNORECASE)
PROPOSED = re.compile(
    r"\b(?:foresl\w*|forslag\w*|indstil\w*|anbefal\w*|oplæg\w*|lægges op til|ønske\w*|bilag\w*|dagsorden\w*)\b",
    re.IGNORECASE,
)
NEGATED = re.compile(r"\b(?:ikke|ingen|aldrig|uden)\b", re.IGNORECASE)
QUOTED = re.compile(r"[»\"“”]([^«\"“”»]{3,})[«\"“”]")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NAME = re.compile(r"(?<!^)(?<![.!?»\"] )\b[A-ZÆØÅ][\wæøå-]+(?: [A-ZÆØÅ][\wæøå-]+)*")
SUPPORT = 0.5
"""Share of a sentence's content words that the cited passages must hold."""
CONTENT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is left of a model's text: sentences with their markers renumbered, and the citations."""

    text: str
    citations: tuple[Citation, ...]
    dropped: int


def hold_to_passages(text: str, passages: Sequence[Passage]) -> Kept:
    """Keep the sentences that cite passages which bear them out.

    A sentence is kept when every passage it cites exists, every quotation is verbatim in one of them, every number
    and name stands in their words or places, half of its content words do, and it negates what they negate and
    nothing else. It speaks of a decision only where all it cites are decisions, and calls a proposal one.
    """
    by_number = {passage.number: passage for passage in passages}
    kept: list[str] = []
    citations: dict[int, Citation] = {}
    sentences = _sentences(text)
    for sentence in sentences:
        numbers = [int(number) for number in MARKER.findall(sentence)]
        cited = [by_number[number] for number in numbers if number in by_number]
        if not numbers or len(cited) < len(numbers) or not _borne_out(MARKER.sub("", sentence), cited):
            continue
        for passage in cited:
            citations.setdefault(passage.number, passage.cite(len(citations) + 1))
        kept.append(_renumber(sentence, citations))
    return Kept(text=" ".join(kept), citations=tuple(citations.values()), dropped=len(sentences) - len(kept))


def _sentences(text: str) -> list[str]:
    """Split into sentences; a marker after the full stop belongs to the sentence before it."""
    moved = re.sub(r"([.!?])((?:\s*\[\d{1,3}\])+)", r"\2\1", text.strip())
    return [moved[span.start : span.end].strip() for span in split_sentences(moved)]


def _borne_out(sentence: str, cited: Sequence[Passage]) -> bool:
    words = "\n".join(passage.run.quote for passage in cited)
    known = f"{words}\n" + "\n".join(passage.label for passage in cited)
    if DECIDED.search(sentence) and not all(passage.decides for passage in cited):
        return False
    if any(passage.proposes for passage in cited) and not PROPOSED.search(sentence):
        return False
    if not all(any(contains_verbatim(p.run.section.text, quote) for p in cited) for quote in QUOTED.findall(sentence)):
        return False
    if not all(number in NUMBER.findall(known) for number in NUMBER.findall(sentence)):
        return False
    if bool(NEGATED.search(sentence)) is not bool(NEGATED.search(_nearest(sentence, cited))):
        return False
    return _names_known(sentence, known) and _alike(sentence, known)


def _nearest(sentence: str, cited: Sequence[Passage]) -> str:
    """Return the sentence of the passages that shares most words: what is negated there must be negated here."""
    own = set(analyse(sentence))
    texts = [
        passage.run.quote[span.start : span.end] for passage in cited for span in split_sentences(passage.run.quote)
    ]
    return max(texts, key=lambda text: len(own & set(analyse(text))), default="")


def _names_known(sentence: str, known: str) -> bool:
    lowered = known.casefold()
    return all(word.casefold() in lowered for name in NAME.findall(sentence) for word in name.split())


def _alike(sentence: str, known: str) -> bool:
    own = {word for word in analyse(sentence) if len(word) >= CONTENT}
    held = set(analyse(known))
    return not own or len(own & held) / len(own) >= SUPPORT


def _renumber(sentence: str, citations: Mapping[int, Citation]) -> str:
    return MARKER.sub(lambda match: f" [{citations[int(match[1])].number}]", sentence)
