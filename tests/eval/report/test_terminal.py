from __future__ import annotations

import json

from rich.console import Console

from eval.metrics import TOTAL, abstention, summarise
from eval.report.terminal import document, grouped, intervals, length, table, verdict
from eval.results import Run, row
from tests.eval.asking import a_question, ask, found_at, judge_one, rows_of
from tests.fakes import a_citation, an_answer, silence


def lines(renderable: object) -> dict[str, list[str]]:
    """Return the words of every line that a terminal of 80 columns shows, by the first of them."""
    console = Console(width=80, color_system=None)
    with console.capture() as capture:
        console.print(renderable)
    return {words[0]: words[1:] for line in capture.get().splitlines() if (words := line.split())}


def test_the_table_shows_every_type_and_the_total() -> None:
    """Each type has a row that fits 80 columns; a dash stands where nothing counts."""
    shown = lines(table(grouped(rows_of([1, 3], silent=1)), title="samples"))
    assert shown["fact"] == "2 .500 1.00 .667 – 1.00 1.00 1.00 1.00 1.00 – 1.5 1.9".split()
    assert shown["unanswerable"] == "1 – – – – – – – – – 1.00 2.0 2.0".split()
    assert shown[TOTAL][0] == "3"


def test_languages_and_files_are_shown_where_there_are_several() -> None:
    """Two languages and two files have rows of their own; one of each has none."""
    english = row(judge_one(ask(found_at(1), question=a_question("2", name="e1", language="en"))), file="b.jsonl")
    figures = grouped([*rows_of([1, 0]), english])
    assert set(figures) == {"type", "language", "file", TOTAL}
    assert {name: group.questions for name, group in figures["language"].items()} == {"da": 2, "en": 1}
    assert set(figures["file"]) == {"a.jsonl", "b.jsonl"}
    assert set(grouped(rows_of([1]))) == {"type", TOTAL}


def test_intervals_are_shown_for_all_questions() -> None:
    """Each score of the total has value, interval and number of questions; the confidence is judged as well."""
    rows = rows_of([1] * 6 + [2] * 4, silent=3)
    shown = lines(intervals(summarise(rows), abstention(rows)))
    assert shown["success@1"][0] == ".600"
    assert shown["success@1"][-1] == "10"
    assert shown["risk–coverage"][:2] == ["area", "(less"]
    assert shown["confidence"][-3] == "1.00"
    assert "recall@10" not in shown


def test_the_document_holds_every_figure() -> None:
    """The JSON holds value, interval and number of every mean, by type and in total, and the abstention."""
    run = Run(conditions={}, rows=tuple(rows_of([1, 0], silent=1)))
    written = json.loads(json.dumps(document(run, grouped(run.rows))))
    assert written[TOTAL]["means"]["success@1"] == {"value": 0.5, "low": 0.0, "high": 1.0, "n": 2}
    assert written["type"]["unanswerable"]["means"]["abstained"]["value"] == 1
    assert written["abstention"]["auc"]["value"] == 1


def test_the_verdict_on_quotations() -> None:
    """The verdict counts quotations and those that are not in their section."""
    invented = a_citation("a.txt", "2", quote="Noget andet.")
    bad = [row(judge_one(ask(found_at(1, invented), "2")), file="a.jsonl")]
    assert verdict(summarise(rows_of([1]))).startswith("All 1 quotations stand")
    assert verdict(summarise(bad)).startswith("1 of 1 quotations do not")


def test_the_length_of_answers_is_told() -> None:
    """Of answers that were given the median counts; silence has no length."""
    short, long = (an_answer(a_citation("a.txt", "2"), text="x" * size) for size in (10, 30))
    given = [row(judge_one(ask(answer, "2")), file="a.jsonl") for answer in (short, long)]
    silent = row(judge_one(ask(silence(), "2")), file="a.jsonl")
    assert length([*given, silent]) == "An answer has 20 characters in the median."
    assert length([silent]) == "Nothing was answered."
