"""The rows of a run turned into the failed questions: what was found instead, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.dataset import Gold
from eval.metrics.faults import FaultKind
from eval.results import Found, Row, Words

MUST_BE_ONE = ("success@1", "must_contain", "answered", "abstained", "citation_correctness", "verbatim")
DECIDES = ("mrr", "must_contain", "answered", "abstained")
"""Whether a question was won or lost: by the first of these scores that differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A question to look at: it failed, or its scores have changed."""

    row: Row
    failed: bool
    kinds: tuple[str, ...]
    reasons: tuple[str, ...]
    hits: tuple[tuple[Found, bool], ...]
    """What was found, with whether it is a gold item."""
    change: str
    """"won", "lost" or "" against the other run."""
    before: str


def failures(rows: Sequence[Row], before: Mapping[str, Row]) -> list[Failure]:
    """Return every question that failed or changed, in the order of the run; `before` holds the other run by id."""
    found = (_failure(row, before.get(row.id)) for row in rows)
    return [failure for failure in found if failure.failed or failure.change]


def failed(row: Row) -> bool:
    """Tell whether anything is wrong about an answer."""
    return bool(row.violations) or any(row.scores.get(name, 1) < 1 for name in MUST_BE_ONE)


def change(before: Row, after: Row) -> str:
    """Tell whether a question is won or lost from one run to another."""
    for name in DECIDES:
        first, second = before.scores.get(name), after.scores.get(name)
        if first is not None and second is not None and first != second:
            return "won" if second > first else "lost"
    return ""


def reasons(row: Row) -> list[str]:
    """Say why a question failed, as far as the evidence tells."""
    if row.words is None:
        return []
    said = [fault.text for fault in row.words.faults if fault.kind is not FaultKind.RANKED_LOW]
    if {"answered", "abstained"} & {name for name in MUST_BE_ONE if row.scores.get(name) == 0}:
        said.append(f"it was {row.confidence:.2f} sure that there is an answer")
    if row.scores.get("success@1") == 0:
        said.extend(_ranking(row.words))
    return [f"{text[0].upper()}{text[1:]}." for text in said]


def _failure(row: Row, before: Row | None) -> Failure:
    words = row.words
    return Failure(
        row=row,
        failed=failed(row),
        kinds=tuple(dict.fromkeys(fault.kind.value for fault in words.faults)) if words else (),
        reasons=tuple(reasons(row)),
        hits=tuple((hit, _is_gold(hit, words)) for hit in words.hits) if words else (),
        change=change(before, row) if before else "",
        before=_standing(before) if before else "",
    )


def _ranking(words: Words) -> Iterable[str]:
    """Yield how the first item found compares with the first gold item."""
    if not words.hits:
        return
    first, right = words.hits[0], next((hit for hit in words.hits if _is_gold(hit, words)), None)
    sources = {gold.source for gold in words.gold}
    if right is None:
        near = sum(hit.source in sources for hit in words.hits)
        yield f"of the {len(words.hits)} items found, {near} are from the right document"
        return
    yield f"a gold item came at rank {right.rank}; first came {_relation(first, right)}"
    yield _weighed("is nearer in meaning", first.similarity, right.similarity)
    yield _weighed("holds more of the question's words", first.coverage, right.coverage)


def _weighed(what: str, first: float, right: float) -> str:
    """Say whether a piece of evidence speaks for the wrong item that came first, or for the gold item."""
    which = "the first item" if first > right else "the gold item"
    return f"{which} {what}: {max(first, right):.3f} against {min(first, right):.3f}"


def _relation(first: Found, right: Found) -> str:
    if first.source == right.source:
        return "another item of the same document"
    if first.title.casefold() == right.title.casefold():
        return "an item of the same title in another document"
    return "an item of another document"


def _is_gold(hit: Found, words: Words) -> bool:
    return Gold(source=hit.source, item=hit.item) in words.gold


def _standing(row: Row) -> str:
    """Say how a question stood in the other run."""
    rank = row.scores.get("mrr")
    parts = [f"rank {round(1 / rank)}" if rank else "not found"] if rank is not None else []
    parts.append("answered" if row.answered else "silent")
    if "must_contain" in row.scores:
        parts.append("expected words" if row.scores["must_contain"] else "without the expected words")
    return ", ".join(parts)
