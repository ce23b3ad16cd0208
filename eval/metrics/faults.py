"""A judgement turned into what is wrong about the answer, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eval.metrics.judging import Judgement


class FaultKind(StrEnum):
    """What kind of fault it is, in the words that a report shows."""

    NOT_FOUND = "not found"
    RANKED_LOW = "ranked low"
    SILENT = "silent"
    TALKATIVE = "should be silent"
    CITATION = "citation"
    WORDS = "words"
    FORBIDDEN = "forbidden words"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong about an answer."""

    kind: FaultKind
    text: str


def faults(judgement: Judgement) -> list[Fault]:
    """Return what is wrong about an answer; nothing where all is right."""
    scores, found = judgement.scores, list[Fault]()

    def note(kind: FaultKind, text: str) -> None:
        found.append(Fault(kind=kind, text=text))

    if scores.get("answered") == 0:
        note(FaultKind.SILENT, "abstained though the minutes hold an answer")
    if scores.get("abstained") == 0:
        note(FaultKind.TALKATIVE, "answered though the minutes hold no answer")
    if scores.get("mrr") == 0:
        note(FaultKind.NOT_FOUND, "no gold item was found")
    elif scores.get("success@1") == 0:
        note(FaultKind.RANKED_LOW, "the first item found is not a gold item")
    if scores.get("citation_correctness") == 0:
        note(FaultKind.CITATION, "the first citation is not a gold item")
    if judgement.missing:
        note(FaultKind.WORDS, f"expected words are missing: {', '.join(judgement.missing)}")
    for pattern in judgement.violations:
        note(FaultKind.FORBIDDEN, f"forbidden words: {pattern}")
    for quote in judgement.unfound_quotes:
        note(FaultKind.QUOTATION, f"not in the cited section: {quote}")
    return found
