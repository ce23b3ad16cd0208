"""A run turned into a JSON file and back: what was asked, what came of it, question by question."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from eval.dataset import Gold, Language, Question
from eval.metrics import Judgement
from eval.metrics.faults import Fault, faults
from rag.domain import Turn
from rag.errors import ReferatError

DIGITS = 6
"""Figures are written with so many decimals: files stay readable, and no rank is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An item that was found, with the evidence for it (see `rag.domain.Hit`)."""

    rank: int
    source: str
    item: str
    forum: str
    date: str
    title: str
    score: float
    similarity: float
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A quotation with its place."""

    source: str
    item: str
    section: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was asked, answered and found, in words: the part of a row that holds text of the minutes."""

    question: str
    history: tuple[Turn, ...]
    gold: tuple[Gold, ...]
    reference: str
    answer: str
    citations: tuple[Cited, ...]
    hits: tuple[Found, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question of a run with its scores; `asked` tells whether the question is still the same."""

    id: str
    file: str
    type: str
    language: Language
    answerable: bool
    asked: str
    answered: bool
    confidence: float
    latency_ms: float
    scores: dict[str, float]
    violations: tuple[str, ...] = ()
    quotes: int = 0
    unfound_quotes: tuple[str, ...] = ()
    words: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run on one or several files of questions, and the conditions it was made under."""

    conditions: dict[str, Any]
    rows: tuple[Row, ...]


_ROWS = TypeAdapter(tuple[Row, ...])


def row(judgement: Judgement, *, file: str) -> Row:
    """Return a judgement as the row of a run."""
    return Row(
        id=judgement.id,
        file=file,
        type=judgement.type,
        language=judgement.language,
        answerable=judgement.answerable,
        asked=fingerprint(judgement.asked.question),
        answered=judgement.answered,
        confidence=round(judgement.confidence, DIGITS),
        latency_ms=round(judgement.latency_ms, 2),
        scores={name: round(score, DIGITS) for name, score in judgement.scores.items()},
        violations=judgement.violations,
        quotes=judgement.quotes,
        unfound_quotes=judgement.unfound_quotes,
        words=_words(judgement),
    )


def fingerprint(question: Question) -> str:
    """Return a short hash of what is asked and expected: scores compare only while it stays the same."""
    expected = ([f"{gold.source}#{gold.item}" for gold in question.gold], [p.pattern for p in question.must_contain])
    asked = [question.question, *(turn.content for turn in question.history)]
    return hashlib.sha256(json.dumps([asked, expected], ensure_ascii=False).encode()).hexdigest()[:12]


def without_words(run: Run) -> Run:
    """Return the run as scores alone, without a word of questions or minutes, so that it may be published."""
    rows = (replace(one, violations=(), unfound_quotes=(), words=None) for one in run.rows)
    return Run(conditions=run.conditions, rows=tuple(rows))


def write_run(run: Run, path: Path, *, figures: dict[str, Any]) -> None:
    """Write a run with its figures, one line for each question."""
    short = json.loads(json.dumps(figures), parse_float=lambda number: round(float(number), DIGITS))
    head = json.dumps({"conditions": run.conditions, "figures": short}, ensure_ascii=False, indent=1)
    rows = _ROWS.dump_python(run.rows, mode="json", exclude_defaults=True)
    lines = ",\n".join(json.dumps(line, ensure_ascii=False) for line in rows)
    path.write_text(f'{head.removesuffix("}").rstrip()},\n "answers": [\n{lines}\n]}}\n', encoding="utf-8")


def read_run(path: Path) -> Run:
    """Read a run.

    Raises ReferatError when the file is none that `referat eval run` wrote, or names a question twice.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        rows = _ROWS.validate_python(document["answers"])
        conditions = dict(document["conditions"])
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise ReferatError(f"{path} is no run that `referat eval run` wrote: {_short(error)}.") from error
    if not rows or len({one.id for one in rows}) < len(rows):
        raise ReferatError(f"{path} holds no question, or one question twice.")
    return Run(conditions=conditions, rows=rows)


def shared(before: Run, after: Run) -> tuple[list[Row], list[Row], int]:
    """Return the rows of the questions that both runs asked alike, and how many others there are."""
    first, second = ({one.id: one for one in run.rows} for run in (before, after))
    same = [name for name in first if name in second and first[name].asked == second[name].asked]
    others = len(first.keys() | second.keys()) - len(same)
    return [first[name] for name in same], [second[name] for name in same], others


def _words(judgement: Judgement) -> Words:
    question, answer = judgement.asked.question, judgement.asked.answer
    return Words(
        question=question.question,
        history=question.history,
        gold=question.gold,
        reference=question.reference,
        answer=answer.text,
        citations=tuple(
            Cited(source=c.meeting.source.name, item=c.item.number, section=c.section.kind.value, quote=c.quote)
            for c in answer.citations
        ),
        hits=tuple(
            Found(
                rank=hit.rank,
                source=hit.meeting.source.name,
                item=hit.item.number,
                forum=hit.meeting.forum,
                date=hit.meeting.date.isoformat() if hit.meeting.date else "",
                title=hit.item.title,
                score=round(hit.score, DIGITS),
                similarity=round(hit.similarity, DIGITS),
                coverage=round(hit.coverage, DIGITS),
            )
            for hit in answer.hits
        ),
        faults=tuple(faults(judgement)),
    )


def _short(error: Exception) -> str:
    """Return the first line of an error's message."""
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
