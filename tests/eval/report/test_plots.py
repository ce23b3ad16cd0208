from __future__ import annotations

from lxml import etree

from eval.compare import differences
from eval.metrics.statistics import Estimate
from eval.report import plots
from tests.eval.asking import rows_of

RUNS = {"now": rows_of([1, 1, 3], silent=1), "before": rows_of([2, 1, 0], silent=1)}


def texts(svg: str) -> list[str]:
    """Return the texts that a plot shows."""
    return [text.text for text in etree.fromstring(svg).iter("text")]


def test_quality_has_a_panel_for_each_score_and_names_the_runs() -> None:
    """Groups stand at the side, scores above, runs below; a group without a value leaves a gap."""
    whole = Estimate(value=0.5, low=0.25, high=0.75, n=8)
    bars: dict[str, plots.Bars] = {
        "mrr": {"who": {"now": whole, "before": None}, "total": {"now": whole, "before": whole}}
    }
    shown = texts(plots.quality(bars, runs=["now", "before"], name="type"))
    assert {"Reciprocal rank (MRR)", "who", "total", "now", "before"} <= set(shown)


def test_risk_names_the_area_of_each_run() -> None:
    """Two runs are told apart by name and area; one needs no legend."""
    assert any(text.startswith("before: area") for text in texts(plots.risk(RUNS)))
    assert not any("area" in text for text in texts(plots.risk({"now": RUNS["now"]})))


def test_latency_names_median_and_late_answers() -> None:
    """The legend holds the median and the time within which 95 % of the answers came."""
    assert "now: 2 and 3 ms" in texts(plots.latency(RUNS))


def test_ranks_leave_out_labels_that_do_not_fit() -> None:
    """A wide part of the bar is named with its share, a narrow one by its rank or not at all."""
    shown = texts(plots.ranks({"now": {"1": 0.9, "2": 0.07, "3": 0.028, "not found": 0.002}}))
    assert {"1: 90%", "2: 7%", "3"} <= set(shown)
    assert not any("not found" in text for text in shown)


def test_wins_show_the_measures_that_moved() -> None:
    """Only measures with a question won or lost are drawn, with their counts."""
    found = differences(RUNS["before"], RUNS["now"], measures=["success@1", "success@10", "abstained"])
    shown = texts(plots.wins(found, before="before", after="now"))
    assert {"success@1", "success@10"} <= set(shown)
    assert "abstained" not in shown
    assert plots.wins([], before="before", after="now").startswith("<svg")
