from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import Asked, abstention, judge
from eval.metrics.abstention import area, risk_by_coverage
from rag.domain import Answer
from tests.eval.asking import a_question, found_at
from tests.fakes import silence


def sure(answer: Answer, confidence: float) -> Answer:
    """Return the answer with another confidence."""
    return replace(answer, confidence=confidence)


def test_risk_grows_with_coverage() -> None:
    """Right, right, wrong, right in falling confidence has the risks 0, 0, 1/3 and 1/4, and their mean as area."""
    confidence, wrong = np.array([0.2, 0.9, 0.5, 0.8]), np.array([0.0, 0.0, 1.0, 0.0])
    assert risk_by_coverage(confidence, wrong) == pytest.approx([0, 0, 1 / 3, 1 / 4])
    assert area(confidence, wrong) == pytest.approx((1 / 3 + 1 / 4) / 4)


def test_equal_confidence_has_no_order() -> None:
    """Where all are equally sure, the risk is the same at every coverage, however the answers are listed."""
    wrong = np.array([1.0, 0.0, 0.0, 1.0])
    assert risk_by_coverage(np.full(4, 0.5), wrong) == pytest.approx([0.5] * 4)


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=12))
def test_the_order_of_the_questions_does_not_matter(asked: list[tuple[int, bool]]) -> None:
    """Risk at full coverage is the share of wrong answers, and listing the questions otherwise changes nothing."""
    confidence, wrong = (np.array(column, dtype=float) for column in zip(*asked, strict=True))
    order = np.argsort(wrong, kind="stable")
    assert risk_by_coverage(confidence, wrong)[-1] == pytest.approx(wrong.mean())
    assert area(confidence[order], wrong[order]) == pytest.approx(area(confidence, wrong))


def test_an_unanswerable_question_is_always_wrong_to_answer() -> None:
    """The surest answer is right, an unanswerable question and a wrong first item are errors, silent or not."""
    found = abstention(
        judge(
            [
                Asked(question=a_question("2", name="q1"), answer=sure(found_at(1), 0.9), latency_ms=1),
                Asked(question=a_question("2", name="q2"), answer=sure(found_at(3), 0.6), latency_ms=1),
                Asked(question=a_question(name="q3"), answer=sure(silence(), 0.3), latency_ms=1),
            ]
        )
    )
    assert found.risk == pytest.approx((0, 1 / 2, 2 / 3))
    assert found.coverage == pytest.approx(2 / 3)
    assert found.aurc.value == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)
    assert found.best == pytest.approx(found.aurc.value)
    assert found.auc is not None
    assert found.auc.value == 1


def test_one_kind_of_question_has_nothing_to_tell_apart() -> None:
    """Without unanswerable questions there is no AUC."""
    asked = [Asked(question=a_question("2"), answer=found_at(1), latency_ms=1)]
    assert abstention(judge(asked)).auc is None
