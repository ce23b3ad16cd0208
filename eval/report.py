"""Judged answers turned into a table for the terminal and a JSON document for later comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from eval.metrics import SUCCESS_AT, TOTAL, Figures, Judgement

COLUMNS = {
    "questions": "n",
    **{f"success@{k}": f"S@{k}" for k in SUCCESS_AT},
    "mrr": "MRR",
    "citation_correctness": "cite",
    "citation_precision": "prec",
    "must_contain": "word",
    "must_not_violations": "not",
    "answerable_answered": "ans",
    "unanswerable_abstained": "abst",
    "latency_p50_ms": "p50",
    "latency_p95_ms": "p95",
}
SHOWN_WITH_DECIMAL_MS = 99.5
LEGEND = (
    "S@k: a gold item among the first k. cite: the first citation is gold. prec: citations that are gold. "
    "word: all expected words said. not: answers with forbidden words. ans: answerable questions answered. "
    "abst: unanswerable ones not. p50, p95: milliseconds."
)


def table(figures: Mapping[str, Figures], *, title: str) -> Table:
    """Lay the figures out, a row for each type and the total last; "–" where there is nothing to count.

    It fits a terminal of 80 columns.
    """
    laid_out = Table(
        title=title,
        caption=LEGEND,
        title_justify="left",
        caption_justify="left",
        box=SIMPLE_HEAD,
        padding=0,
        show_edge=False,
    )
    laid_out.add_column("type")
    for heading in COLUMNS.values():
        laid_out.add_column(heading, justify="right", no_wrap=True)
    for name, group in figures.items():
        if name == TOTAL:
            laid_out.add_section()
        values = flat(group)
        laid_out.add_row(name, *(_cell(column, values[column]) for column in COLUMNS))
    return laid_out


def verdict(total: Figures) -> str:
    """Say in one sentence whether every quotation stands in its section."""
    if total.unfound_quotes:
        return f"{total.unfound_quotes} of {total.quotes} quotations do not stand in the section they cite."
    return f"All {total.quotes} quotations stand word for word in the section they cite."


def document(
    judgements: Sequence[Judgement], figures: Mapping[str, Figures], *, conditions: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the run as JSON objects: conditions, figures, and every answer with what is wrong about it."""
    return {
        "conditions": dict(conditions),
        "figures": {name: flat(group) for name, group in figures.items()},
        "answers": [_answer(judgement) for judgement in judgements],
    }


def flat(group: Figures) -> dict[str, Any]:
    """Return the figures by name on one level."""
    values = asdict(group)
    del values["retrieval"]
    return values | dict(group.retrieval)


def _cell(column: str, value: float | None) -> str:
    """Return a figure in at most four characters: .875, 1.00, 3.5 ms, 120 ms."""
    if value is None:
        return "–"
    if isinstance(value, int):
        return str(value)
    if column.endswith("_ms"):
        return f"{value:.1f}" if value < SHOWN_WITH_DECIMAL_MS else f"{value:.0f}"
    return f"{value:.3f}".removeprefix("0") if value < 1 else f"{value:.2f}"


def _answer(judgement: Judgement) -> dict[str, Any]:
    question, answer = judgement.asked.question, judgement.asked.answer
    return {
        "id": question.id,
        "type": question.type,
        "question": question.question,
        "gold": [asdict(gold) for gold in question.gold],
        "abstained": answer.abstained,
        "confidence": answer.confidence,
        "answer": answer.text,
        "cited": [[c.meeting.source.name, c.item.number, c.section.kind.value] for c in answer.citations],
        "found": [[hit.meeting.source.name, hit.item.number] for hit in answer.hits],
        "retrieval": dict(judgement.retrieval),
        "faults": faults(judgement),
        "latency_ms": round(judgement.asked.latency_ms, 2),
    }


def faults(judgement: Judgement) -> list[str]:
    """Return what is wrong about an answer, in words."""
    found = []
    if judgement.answerable and not judgement.answered:
        found.append("abstained though the minutes hold an answer")
    if not judgement.answerable and judgement.answered:
        found.append("answered though the minutes hold no answer")
    if judgement.retrieval.get("success@1") == 0:
        found.append("the first item found is not a gold item")
    if judgement.answerable and judgement.first_citation_gold is False:
        found.append("the first citation is not a gold item")
    if judgement.answered and judgement.contains_all is False:
        found.append("expected words are missing")
    found.extend(f"forbidden words: {pattern}" for pattern in judgement.violations)
    found.extend(f"not in the cited section: {quote}" for quote in judgement.unfound_quotes)
    return found
