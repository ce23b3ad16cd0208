from __future__ import annotations

import pytest

from eval.metrics import SCORES, TOTAL, by_type, groups, judge, summarise
from tests.eval.asking import a_question, ask, found_at
from tests.fakes import a_citation, an_answer, silence


def test_types_and_total() -> None:
    """Figures come by type in order of appearance, with the total last and gaps where nothing counts."""
    figures = by_type(
        judge(
            [
                ask(found_at(1), question=a_question("2", name="q1", kind="who")),
                ask(silence(), question=a_question(name="q2", kind="unanswerable")),
                ask(silence(), question=a_question("2", name="q3", kind="who")),
            ]
        )
    )
    assert list(figures) == ["who", "unanswerable", TOTAL]
    first = figures["who"].means["success@1"]
    assert first is not None
    assert (first.value, first.n) == (0.5, 2)
    assert figures["unanswerable"].means["success@1"] is None
    assert figures["who"].means["abstained"] is None
    assert figures[TOTAL].questions == 3


def test_every_score_has_a_mean() -> None:
    """No score that a judgement can hold is left out of the figures."""
    judgements = judge(
        [
            ask(found_at(1), question=a_question("2", "3", name="q1", must=("planen",))),
            ask(silence(), question=a_question(name="q2")),
        ]
    )
    assert {name for one in judgements for name in one.scores} == set(SCORES)
    assert all(summarise(judgements).means.values())


def test_quotations_and_violations_are_counted() -> None:
    """Quotations are counted one by one, violations by answer."""
    invented = a_citation("a.txt", "2", quote="Gruppen forkastede planen.")
    answer = an_answer(a_citation("a.txt", "2"), invented)
    figures = summarise(judge([ask(answer, question=a_question("2", must_not=("svar", r"\[1\]")))]))
    assert (figures.quotes, figures.unfound_quotes, figures.must_not_violations) == (2, 1, 1)


def test_latencies() -> None:
    """The median and the 95th percentile are interpolated between answers."""
    asked = [ask(silence(), question=a_question("1", name=f"q{n}"), latency=float(n)) for n in range(1, 102)]
    figures = summarise(judge(asked))
    assert figures.latency_p50_ms == pytest.approx(51)
    assert figures.latency_p95_ms == pytest.approx(96)


def test_groups_are_made_by_any_key() -> None:
    """Outcomes are grouped by language as well, in order of appearance."""
    judgements = judge(
        [
            ask(silence(), question=a_question("1", name="q1", language="en")),
            ask(silence(), question=a_question("1", name="q2")),
            ask(silence(), question=a_question("1", name="q3", language="en")),
        ]
    )
    found = groups(judgements, lambda one: one.language)
    assert {name: [one.id for one in group] for name, group in found.items()} == {"en": ["q1", "q3"], "da": ["q2"]}
