"""Ranking weights are learnt from what tells gold items from others, and judged on questions left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from eval.dataset import Gold, Question
from eval.fitting import Candidates, collect, fit
from eval.metrics import Asked
from rag.domain import Answer, Hit
from tests.fakes import a_hit


def candidates(*, telling: int, questions: int = 60, items: int = 8) -> Candidates:
    """Make questions whose gold item has more of one kind of evidence; the other two kinds are noise."""
    random = np.random.default_rng(3)
    evidence = random.normal(size=(questions, items, 3))
    gold = np.zeros((questions, items))
    gold[np.arange(questions), random.integers(items, size=questions)] = 1
    evidence[..., telling] += 2.5 * gold
    return Candidates(
        evidence=evidence,
        base=np.zeros_like(gold),
        gold=gold,
        there=np.ones_like(gold, dtype=bool),
        fold=np.arange(questions) % 5,
        missed=0,
    )


@pytest.mark.parametrize("telling", [0, 1, 2])
def test_the_evidence_that_tells_gets_the_weight(telling: int) -> None:
    """Noise gets little, and the figures on left-out questions are far better than chance."""
    names = ("chunk", "words", "coverage")
    learnt = fit(candidates(telling=telling), names=names)
    weights = list(learnt.weights.values())
    assert weights[telling] > 4 * max(weight for place, weight in enumerate(weights) if place != telling)
    assert learnt.held_out.success > 0.6
    assert learnt.held_out.mrr > learnt.held_out.success


def test_weights_are_never_negative() -> None:
    """Evidence that speaks against an item is left out, not turned around."""
    against = candidates(telling=0)
    against = replace(against, evidence=-against.evidence)
    assert fit(against, names=("chunk", "words", "coverage")).weights["chunk"] == 0


def test_questions_that_no_weights_can_answer_count_as_wrong() -> None:
    """The figures are over all answerable questions, also those whose gold item was not found."""
    names = ("chunk", "words", "coverage")
    whole = candidates(telling=0)
    without = fit(whole, names=names)
    with_missed = fit(replace(whole, missed=60), names=names)
    assert with_missed.questions == 120
    assert with_missed.held_out.success == pytest.approx(without.held_out.success / 2)


def asked(number: int, hits: Sequence[Hit]) -> Asked:
    """Ask for item 1 of a document of its own."""
    gold = (Gold(source=f"{number}.txt", item="1"),)
    question = Question(id=str(number), question="Hvad?", type="fact", answerable=True, gold=gold)
    answer = Answer(text="", abstained=True, confidence=0.0, citations=(), hits=tuple(hits))
    return Asked(question=question, answer=answer, latency_ms=1.0)


def test_hits_are_collected_with_their_evidence() -> None:
    """Lists are padded, evidence that is not fitted stays in the base, and questions without a find are counted."""
    rows = []
    for number in range(6):
        right = replace(a_hit(f"{number}.txt", "1"), evidence={"chunk": 0.9, "asked": 1.0})
        wrong = replace(a_hit("other.txt", "1"), evidence={"chunk": 0.8})
        rows.append(asked(number, [wrong, right] if number else [right]))
    rows.append(asked(7, [a_hit("other.txt", "1")]))
    found = collect(rows, names=("chunk", "words"))
    assert found.evidence.shape == (6, 2, 2)
    assert found.missed == 1
    assert found.there.tolist() == [[True, False]] + [[True, True]] * 5
    assert found.gold.tolist() == [[1, 0]] + [[0, 1]] * 5
    assert found.base[1].tolist() == pytest.approx([0.0, 5.0])
    assert found.evidence[1].tolist() == [[0.8, 0.0], [0.9, 0.0]]


def test_too_few_questions_are_refused() -> None:
    """Cross-validation needs a question for every fold."""
    with pytest.raises(ValueError, match="At least 5"):
        collect([asked(1, [a_hit("1.txt", "1")])])
