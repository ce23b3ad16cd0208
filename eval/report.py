"""Judged answers turned into a table for the terminal and a JSON document for later comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.table import Table

from eval.metrics import SUCCESS_AT, TOTAL, Figures, Judgement

COLUMNS = {
    "questions": "n",
    **{f"success@{k}": f"S@{k}" for k in SUCCESS_AT},
    "mrr": "MRR",
    "citation_correctness": "1st cit.",
    "citation_precision": "cit. prec.",
    "must_contain": "contains",
    "must_not_violations": "must not",
    "answerable_answered": "answered",
    "unanswerable_abstained": "abstained",
    "latency_p50_ms": "p50 ms",
    "latency_p95_ms": "p95 ms",
}
LEGEND = (
    "S@k: a gold item among the first k · 1st cit.: first citation is gold"
    " · cit. prec.: citations that are gold · contains: all expected words quoted"
    " · must not: answers with forbidden words · answered: of the answerable · abstained: of the unanswerable"
)


def table(figures: Mapping[str, Figures], *, title: str) -> Table:
    """Lay the figures out, a row for each type and the total last; "–" where there is nothing to count."""
    laid_out = Table(title=title, caption=LEGEND, title_justify="left", caption_justify="left")
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
    if value is None:
        return "–"
    if isinstance(value, int):
        return str(value)
    return f"{value:.1f}" if column.endswith("_ms") else f"{value:.3f}"


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
