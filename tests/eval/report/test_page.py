from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html

from eval.metrics.statistics import Estimate
from eval.report.page import page
from eval.report.systems import System
from eval.results import Run, without_words
from tests.eval.asking import rows_of

RUN = Run(conditions={"files": ["a.jsonl"], "split": "test", "indexed": []}, rows=tuple(rows_of([1, 3, 0], silent=2)))
BEFORE = Run(conditions=RUN.conditions, rows=tuple(rows_of([2, 1, 0], silent=2)))


def parsed(text: str) -> html.HtmlElement:
    """Return the page as a tree."""
    return html.document_fromstring(text)


@pytest.fixture(scope="module")
def alone() -> html.HtmlElement:
    """Return the page of one run."""
    return parsed(page({"now": RUN}))


@pytest.fixture(scope="module")
def compared() -> html.HtmlElement:
    """Return the page of a run against another."""
    return parsed(page({"now": RUN, "before": BEFORE}))


def test_the_page_needs_nothing_from_elsewhere(compared: html.HtmlElement) -> None:
    """No element loads anything, no style imports anything, and the page forbids every request."""
    assert not compared.xpath("//link | //img | //iframe | //*[@src] | //a[not(starts-with(@href, '#'))]")
    assert not re.search(r"@import|https?://", html.tostring(compared, encoding="unicode"))
    (policy,) = compared.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_every_id_is_there_once(compared: html.HtmlElement) -> None:
    """No two elements of the page have the same id, plots included."""
    ids = compared.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_run_alone_is_not_compared(alone: html.HtmlElement) -> None:
    """One run shows quality, ranks, risk and latency, each plot described; nothing is won or lost."""
    plots = {figure.get("id"): figure for figure in alone.xpath("//figure")}
    assert list(plots) == ["plot-by-type", "plot-ranks", "plot-risk", "plot-latency"]
    assert all(figure.xpath(".//*[local-name()='svg']/@aria-label") for figure in plots.values())
    assert not alone.xpath("//select[@data-filter='change']")


def test_only_failed_questions_are_listed_with_what_was_found(alone: html.HtmlElement) -> None:
    """Each failed question stands there with its words, its fault and the found items, the gold item marked."""
    (low, missing) = alone.xpath("//details")
    assert low.get("data-kinds") == "ranked low"
    assert missing.get("data-kinds") == "not found"
    assert "Hvad blev besluttet?" in low.findtext(".//summary/span[2]")
    assert len(low.xpath(".//tbody/tr")) == 10
    assert [row.xpath("string(td[2])") for row in low.xpath(".//tr[@class='gold']")] == ["Punkt 2"]


def test_a_comparison_tells_won_and_lost(compared: html.HtmlElement) -> None:
    """Against another run the page shows differences with p-values, and every question that has changed."""
    assert [one.get("data-change") for one in compared.xpath("//details")] == ["won", "lost", ""]
    measures = compared.xpath("//table[caption[contains(., 'Difference')]]/tbody/tr/th/text()")
    assert {"success@1", "mrr", "must_contain"} <= set(measures)
    assert compared.xpath("//figure[@id='plot-wins']")


def test_more_runs_and_systems_stand_side_by_side() -> None:
    """Three runs, or systems measured on their own, have a row each with intervals and p-values."""
    three = parsed(page({"now": RUN, "before": BEFORE, "again": RUN}))
    assert three.xpath("//table[caption[starts-with(., 'p:')]]/tbody/tr/th/text()") == ["now", "before", "again"]
    bm25 = System(measures={"mrr": Estimate(value=0.5, low=0.4, high=0.6, n=9)}, p_values={"mrr": 0.0004})
    apart = parsed(page({"now": RUN}, systems={"bm25": bm25}))
    (row,) = apart.xpath("//table[caption[starts-with(., 'p:')]]/tbody/tr")
    assert re.sub(r"\s+", " ", row.text_content().strip()) == "bm25.500 [.400–.600]p = <.001"
    assert apart.xpath("//figure[@id='plot-systems']")


@pytest.mark.parametrize("way", ["language", "file"])
def test_languages_and_files_are_drawn_where_there_are_several(way: str) -> None:
    """A second language or file brings a plot and a filter of its own."""
    other = replace(RUN.rows[1], id="e1")
    other = replace(other, language="en") if way == "language" else replace(other, file="b.jsonl")
    rows = (*RUN.rows, other)
    tree = parsed(page({"now": replace(RUN, rows=rows)}))
    assert tree.xpath(f"//figure[@id='plot-by-{way}']")
    assert len(tree.xpath(f"//select[@data-filter='{way}']/option")) == 3


def test_words_of_minutes_are_escaped() -> None:
    """Markup in questions, answers and names of runs is shown, not run."""
    words = RUN.rows[1].words
    assert words is not None
    hostile = replace(words, question="<script>alert(1)</script>", answer="<img src=x onerror=alert(1)>")
    run = replace(RUN, rows=(RUN.rows[0], replace(RUN.rows[1], words=hostile)))
    tree = parsed(page({"<b>now</b>": run, "<i>before</i>": BEFORE}))
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img | //h1//b | //h1//i")
    assert "<script>alert(1)</script>" in tree.xpath("string(//details[2]/summary)")


def test_scores_alone_make_a_page() -> None:
    """A run without words is drawn in full, and its failed questions stand there by id."""
    tree = parsed(page({"now": without_words(RUN)}))
    assert [text.strip() for text in tree.xpath("//details/summary/span[@class='id']/text()")] == ["q002", "q003"]


def test_a_run_without_failures_says_so() -> None:
    """Where nothing failed the page says none."""
    tree = parsed(page({"now": Run(conditions={}, rows=tuple(rows_of([1, 1])))}))
    assert not tree.xpath("//details")
    assert tree.xpath("//section[@id='failures']/p/text()") == ["None."]
