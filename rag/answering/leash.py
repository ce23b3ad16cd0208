"""A language model's text turned into the sentences that the passages bear out; the others are dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.answering.clauses import says_the_same
from rag.answering.passages import Passage
from rag.attendance import ABSENT_HEADING
from rag.danish.analyse import analyse
from rag.danish.dates import MONTHS
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
WORD = re.compile(r"[^\W_]+")
DATE = re.compile(rf"\b\d{{1,2}}\.\s*(?:{'|'.join(MONTHS)})\b(?:\s+\d{{4}})?", re.IGNORECASE)
COUNTED = re.compile(
    r"\b(?:nul|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|\w+ten|tyve|\w*tredive|\w*fyrre|\w*halvtreds"
    r"|\w*tres|\w*halvfjerds|\w*firs|\w*halvfems|hundrede|tusind|million(?:er)?|halv\w*|dobbelt\w*)\b"
)
"""Numbers in words; a word that only ends like one ("taksten") must be known all the same."""
ENDED = re.compile(r"[.!?\])»”\"]$")
FOLLOWING = 2
"""Spaces in what follows a sentence, before it is taken to have ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is left of a model's text: sentences with their markers renumbered, and the citations."""

    text: str
    citations: tuple[Citation, ...]
    dropped: int


class Leash:
    """Takes a model's text piece by piece and gives back the sentences that the cited passages bear out.

    A sentence is kept when every passage it cites exists, every quotation is verbatim in one of them, every number,
    date and name stands in their words or places, one of their sentences says the same clause by clause, and it negates
    what they negate and nothing else. It speaks of a decision only where all it cites are decisions, and calls a
    proposal one.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = {passage.number: passage for passage in passages}
        self._text = ""
        self._seen = 0
        self._kept: list[str] = []
        self._citations: dict[int, Citation] = {}

    def feed(self, piece: str) -> list[str]:
        """Take more text; return the sentences that it completed and that passed, as they are to be shown."""
        self._text += piece
        sentences = _sentences(self._text)
        # Only what follows tells "den 1." from the end of a sentence, and whether a marker still comes.
        follows = sentences[-1] if sentences else ""
        whole = len(sentences) - 1 if not follows.startswith("[") and follows.count(" ") >= FOLLOWING else self._seen
        return self._judge(sentences[self._seen : whole])

    def end(self) -> list[str]:
        """Return the sentences that were still waiting for what follows; one that breaks off is dropped."""
        return self._judge(_sentences(self._text)[self._seen :])

    def kept(self) -> Kept:
        """Return all that passed."""
        return Kept(
            text="".join(self._kept),
            citations=tuple(self._citations.values()),
            dropped=self._seen - len(self._kept),
        )

    def _judge(self, sentences: Sequence[str]) -> list[str]:
        self._seen += len(sentences)
        return [shown for sentence in sentences if (shown := self._shown(sentence))]

    def _shown(self, sentence: str) -> str:
        """Return a sentence with its markers counted from 1, and a space before all but the first; "" if dropped."""
        numbers = [int(number) for number in MARKER.findall(sentence)]
        cited = [self._passages[number] for number in numbers if number in self._passages]
        if not numbers or len(cited) < len(numbers) or not ENDED.search(sentence):
            return ""
        if not _borne_out(MARKER.sub("", sentence), cited):
            return ""
        for passage in cited:
            self._citations.setdefault(passage.number, passage.cite(len(self._citations) + 1))
        shown = f"{' ' if self._kept else ''}{_renumber(sentence, self._citations)}"
        self._kept.append(shown)
        return shown


def hold_to_passages(text: str, passages: Sequence[Passage]) -> Kept:
    """Keep the sentences of a whole text that cite passages which bear them out."""
    leash = Leash(passages)
    leash.feed(text)
    leash.end()
    return leash.kept()


def _sentences(text: str) -> list[str]:
    """Split into sentences; a marker after the full stop belongs to the sentence before it."""
    moved = re.sub(r"([.!?])((?:\s*\[\d{1,3}\])+)", r"\2\1", text.lstrip())
    return [moved[span.start : span.end].strip() for span in split_sentences(moved)]


def _borne_out(sentence: str, cited: Sequence[Passage]) -> bool:  # noqa: PLR0911  (one check a line)
    words = "\n".join(passage.run.quote for passage in cited)
    known = f"{words}\n" + "\n".join(passage.label for passage in cited)
    if DECIDED.search(sentence) and not all(passage.decides for passage in cited):
        return False
    if any(passage.proposes for passage in cited) and not PROPOSED.search(sentence):
        return False
    if any(passage.lists_absent for passage in cited) and not ABSENT_HEADING.search(sentence):
        return False
    if not all(any(contains_verbatim(p.run.section.text, quote) for p in cited) for quote in QUOTED.findall(sentence)):
        return False
    if not (set(NUMBER.findall(sentence)) <= set(NUMBER.findall(known)) and _counted(sentence) <= _counted(known)):
        return False
    if not all(any(there.startswith(date) for there in _dates(known)) for date in _dates(sentence)):
        return False
    if bool(NEGATED.search(sentence)) is not bool(NEGATED.search(_nearest(sentence, cited))):
        return False
    return _names_known(sentence, known) and _said(sentence, cited)


def _counted(text: str) -> set[str]:
    return set(COUNTED.findall(text.casefold()))


def _dates(text: str) -> list[str]:
    """Return the dates that name their month, with the year where it is given."""
    return [" ".join(match[0].casefold().split()) for match in DATE.finditer(text)]


def _nearest(sentence: str, cited: Sequence[Passage]) -> str:
    """Return the sentence of the passages that shares most words: what is negated there must be negated here."""
    own = set(analyse(sentence))
    texts = [
        passage.run.quote[span.start : span.end] for passage in cited for span in split_sentences(passage.run.quote)
    ]
    return max(texts, key=lambda text: len(own & set(analyse(text))), default="")


def _names_known(sentence: str, known: str) -> bool:
    there = set(WORD.findall(known.casefold()))
    return all(word in there for name in NAME.findall(sentence) for word in WORD.findall(name.casefold()))


def _said(sentence: str, cited: Sequence[Passage]) -> bool:
    """Tell whether one sentence of the passages says it all; words next to each other in two do not."""
    return any(
        says_the_same(sentence, passage.run.quote[span.start : span.end], place=passage.label)
        for passage in cited
        for span in split_sentences(passage.run.quote)
    )


def _renumber(sentence: str, citations: Mapping[int, Citation]) -> str:
    return MARKER.sub(lambda match: f" [{citations[int(match[1])].number}]", sentence)
