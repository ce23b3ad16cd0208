"""Measuring the parser: rendered layouts, golden files, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.commands import evaluate
from eval.parse import Tally, hold, measure, read_goldens, shown_sections
from eval.render import LAYOUTS, Layout, render, true_items
from index.parsing import parse_document
from index.reading import read_document
from rag.domain import SectionKind
from rag.errors import ReadingError

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "eval" / "corpus" / "minutes"
GOLDEN = ROOT / "tests" / "index" / "golden"
CLUSTER = ROOT / "tests" / "index" / "parsing" / "cluster_facts.json"
MEETING = SAMPLES / "5d0e7a52.json"


def layout(name: str) -> Layout:
    """Return a layout by name."""
    return next(layout for layout in LAYOUTS if layout.name == name)


def test_the_truth_comes_from_the_marked_source() -> None:
    """Numbers, titles and kinds of passages are what the JSON states."""
    items = true_items(read_document(MEETING))
    assert (items[0].number, items[0].title) == ("32", "Godkendelse af dagsorden")
    assert items[0].passages[0].kind is SectionKind.DECISION
    assert items[0].passages[0].paragraphs == ["Godkendt."]


def test_layouts_look_as_they_say() -> None:
    """Prefix, contents, order of decision and case, column width and running headers are the layout's."""
    document = read_document(MEETING)
    items = true_items(document)
    first = render(document, items, layout=layout("1. Title"))
    last = render(document, items, layout=layout("Punkt 1:, contents"))
    narrow = render(document, items, layout=layout("80 columns, pages")).split("\n")
    assert "\n32. Godkendelse af dagsorden\n" in first
    assert first.index("\nBeslutning\n") < first.index("\nIndstilling\n")
    assert "\nPunkt 32: Godkendelse af dagsorden\n" in last
    assert "Godkendelse af dagsorden ......" in last
    assert last.index("\nIndstilling\n") < last.rindex("\nBeslutning\n")
    assert max(map(len, narrow)) <= 80
    assert "Side 1" in narrow


def test_hyphens_break_words_only() -> None:
    """A hyphenated line goes on with the rest of its word, so the words come back whole."""
    document = read_document(MEETING)
    items = true_items(document)
    hyphenated = render(document, items, layout=Layout(name="h", item="{number}. {title}", width=60, hyphens=True))
    whole = render(document, items, layout=Layout(name="w", item="{number}. {title}"))
    assert "-\n" in hyphenated
    assert hyphenated.replace("-\n", "").replace("-", "").split() == whole.replace("-", "").split()


def test_rendered_samples_are_read_from_the_text_alone() -> None:
    """In every layout the items, titles, dates, outcomes and the kinds of at least 97 of 100 words are right."""
    tallies = measure([MEETING], golden=[])
    assert len(tallies) == len(LAYOUTS)
    for name, tally in tallies.items():
        figures = tally.figures()
        assert (figures["items"], figures["titles"], figures["dates"]) == (1, 1, 1), (name, tally.faults)
        assert (figures["words"] or 0) >= 0.97, (name, tally.faults)


def test_samples_agree_with_their_golden_files() -> None:
    """All sample minutes are parsed as their golden files say, in every kind of file."""
    for tally in measure([SAMPLES], golden=[GOLDEN]).values():
        assert not tally.faults


def test_real_minutes_agree_with_their_facts(minutes_folder: Path) -> None:
    """Every item, number, title and decision of the municipality's minutes and the cluster groups' is right."""
    folders = [minutes_folder / "aarhus", minutes_folder / "klynge"]
    tallies = measure(folders, golden=[GOLDEN / "aarhus", CLUSTER])
    assert {name: tally.documents for name, tally in tallies.items()} == {
        "municipality pdf": 1,
        "municipality html": 1,
        "cluster groups": 5,
    }
    assert [fault for tally in tallies.values() for fault in tally.faults] == []


def test_unseen_layouts_reach_the_goal(minutes_folder: Path) -> None:
    """Real minutes rendered to plain text reach item F1 of 0.98 and 97 of 100 words under the right kind of heading."""
    chosen = sorted((minutes_folder / "firstagenda").glob("*2022-0[2-5]*.json"))
    for name, tally in measure(chosen, golden=[]).items():
        figures = tally.figures()
        assert (figures["items"] or 0) >= 0.98, name
        assert (figures["words"] or 0) >= 0.97, name


def test_mistakes_are_counted() -> None:
    """A missing item, a wrong title, date, outcome and section each lower their figure and are said in words."""
    facts = json.loads((GOLDEN / "5d0e7a52.json").read_text("utf-8"))
    facts["date"] = "1999-01-01"
    facts["items"][0] |= {"title": "Andet", "outcome": "afvist", "sections": [{"kind": "drøftelse"}]}
    facts["items"].append({**facts["items"][0], "number": "99"})
    tally = Tally()
    hold(facts, parse_document(read_document(MEETING)), tally)
    figures = tally.figures()
    assert all((figures[name] or 0) < 1 for name in ("items", "titles", "sections", "dates", "outcomes"))
    assert len(tally.faults) == 5
    assert figures["words"] is None


def test_neighbouring_sections_of_a_kind_count_as_one() -> None:
    """Sections are compared without attachments, and neighbours of one kind as one."""
    item = parse_document(read_document(MEETING)).numbered_items[0]
    kinds = [kind for kind, _ in shown_sections(item)]
    assert kinds[0] == "beslutning"
    assert "bilag" not in kinds


def test_short_facts_are_spelled_out() -> None:
    """Facts of several documents in one file are read as golden files, by the first letters of the file's name."""
    goldens = {golden["file"]: golden for golden in read_goldens([CLUSTER])}
    assert sorted(goldens) == ["000", "001", "002", "003", "004"]
    assert goldens["000"]["items"][1]["sections"][0]["kind"] == "indstilling"


def test_the_command_prints_and_writes_the_figures(tmp_path: Path) -> None:
    """`referat eval parse` prints a table and writes the figures as JSON."""
    result = tmp_path / "figures.json"
    done = CliRunner().invoke(
        evaluate, ["parse", str(SAMPLES), "--golden", str(GOLDEN), "--faults", "--json", str(result)]
    )
    assert done.exit_code == 0, done.output
    figures = json.loads(result.read_text("utf-8"))
    assert "sample pdf" in done.output
    assert figures["sample pdf"]["items"] == 1
    assert figures["sample pdf"]["faults"] == []


def test_documents_of_which_nothing_is_known() -> None:
    """Without JSON and golden files there is nothing to measure, and the message says what to give."""
    with pytest.raises(ReadingError, match="--golden"):
        measure([SAMPLES / "dok_88213.txt"], golden=[])
    assert Tally().figures()["items"] is None
