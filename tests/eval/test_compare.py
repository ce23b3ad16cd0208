from __future__ import annotations

import pytest
from rich.console import Console

from eval.compare import decimals, differences, moves, p_in_words, signed, table, table_of
from rag.errors import ReferatError
from tests.eval.asking import rows_of


def shown(renderable: object) -> str:
    """Return what a wide terminal shows."""
    console = Console(width=200, color_system=None)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def test_a_difference_is_counted_question_by_question() -> None:
    """Of four questions one is won and none lost at rank 1; MRR grows by a half of a quarter."""
    first, mrr = differences(rows_of([1, 2, 0, 1]), rows_of([1, 1, 0, 1]), measures=["success@1", "mrr"])
    assert (first.before, first.after, first.change.value) == (0.5, 0.75, 0.25)
    assert (first.won, first.lost) == (("q002",), ())
    assert mrr.change.value == pytest.approx(1 / 8)
    assert not first.significant


def test_many_wins_are_significant() -> None:
    """Six questions won and none lost have the exact p-value 2 / 64, one-sided for the worse a p-value of 1."""
    before, after = rows_of([2] * 6 + [1] * 30), rows_of([1] * 36)
    (both,) = differences(before, after, measures=["success@1"])
    (worse,) = differences(before, after, measures=["success@1"], alternative="less")
    assert both.p_value == pytest.approx(2 / 64)
    assert both.significant
    assert worse.p_value == 1
    assert both.change.low > 0


def test_questions_that_one_run_cannot_tell_are_left_out() -> None:
    """A measure is compared over the questions of which both runs tell it, and left out where there are none."""
    found = differences(rows_of([1, 1], silent=1), rows_of([1], silent=1), measures=["mrr", "abstained", "recall@10"])
    assert [(one.measure, one.change.n) for one in found] == [("mrr", 1), ("abstained", 1)]


def test_runs_without_a_common_question_cannot_be_compared() -> None:
    """Runs on different questions are an error, not a table of nothing."""
    with pytest.raises(ReferatError, match="share no question"):
        differences(rows_of([1]), rows_of([], silent=1))


def test_the_table_tells_change_and_certainty() -> None:
    """A row shows both values, the signed change with its interval, a starred p-value, and won and lost questions."""
    found = differences(rows_of([2] * 8 + [1] * 2), rows_of([1] * 9 + [2]), measures=["success@1"])
    (row,) = (line.split() for line in shown(table(found, title="a → b")).splitlines() if "success@1" in line)
    assert row[:5] == ["success@1", "10", ".200", ".900", "+.700"]
    assert row[-3:] == [".039*", "8", "1"]


def test_moved_questions_are_listed() -> None:
    """Won questions come first, each with its score before and after."""
    words = {"q001": "Hvad blev besluttet?"}
    assert moves(rows_of([2, 1, 1]), rows_of([1, 4, 1]), measure="mrr", words=words) == [
        "won  q001 .500 → 1.00 Hvad blev besluttet?",
        "lost q002 1.00 → .250",
    ]
    with pytest.raises(ReferatError, match="no_such"):
        moves(rows_of([1]), rows_of([1]), measure="no_such")


def test_systems_stand_side_by_side() -> None:
    """Every system has its means with intervals, and all but the one compared to have p-values."""
    runs = {"bm25": rows_of([3] * 12), "full": rows_of([1] * 12)}
    lines = {
        words[0]: words[1:]
        for line in shown(table_of(runs, "full", measures=("success@1", "mrr", "recall@10"))).splitlines()
        if (words := line.split())
    }
    assert lines["system"] == ["success@1", "p", "mrr", "p"]
    assert lines["bm25"] == [".000", "[.000–.000]", "<.001", ".333", "[.333–.333]", "<.001"]
    assert lines["full"] == ["1.00", "[1.00–1.00]", "1.00", "[1.00–1.00]"]


def test_figures_as_they_are_printed() -> None:
    """Shares have no leading zero, changes a sign, and tiny p-values are not shown as zero."""
    assert [decimals(value) for value in (0, 0.875, 0.9996, 1)] == [".000", ".875", "1.00", "1.00"]
    assert [signed(value) for value in (0.025, -0.5, 0.0001)] == ["+.025", "−.500", "0"]
    assert [p_in_words(value) for value in (0.0004, 0.034)] == ["<.001", ".034"]
