from __future__ import annotations

import json

from rich.console import Console

from eval.dataset import Gold, Question
from eval.metrics import TOTAL, Asked, by_type, judge
from eval.report import document, faults, table, verdict
from tests.fakes import a_citation, a_hit, an_answer, silence

ANSWERABLE = Question(id="q1", question="Hvad?", type="fact", answerable=True, gold=(Gold(source="a.txt", item="2"),))
UNANSWERABLE = Question(id="q2", question="Hvem?", type="unanswerable", answerable=False)
GOOD = an_answer(a_citation("a.txt", "2"), hits=[a_hit("a.txt", "2")])
BAD = an_answer(a_citation("b.txt", "1", quote="Noget andet."), hits=[a_hit("b.txt", "1")])


def test_the_table_shows_every_type_and_the_total() -> None:
    """Each type has a row that fits 80 columns; a dash stands where nothing counts."""
    judgements = judge(
        [
            Asked(question=ANSWERABLE, answer=GOOD, latency_ms=4.0),
            Asked(question=UNANSWERABLE, answer=silence(), latency_ms=2.0),
        ]
    )
    console = Console(width=80, color_system=None)
    with console.capture() as capture:
        console.print(table(by_type(judgements), title="samples"))
    rows = {words[0]: words[1:] for line in capture.get().splitlines() if (words := line.split())}
    assert rows["fact"] == "1 1.00 1.00 1.00 1.00 1.00 1.00 1.00 – 0 1.00 – 4.0 4.0".split()
    assert rows["unanswerable"] == "1 – – – – – – – – 0 – 1.00 2.0 2.0".split()
    assert rows[TOTAL][-2:] == ["3.0", "3.9"]


def test_the_document_tells_what_is_wrong() -> None:
    """The JSON holds conditions, figures by type and every answer with its faults."""
    judgements = judge([Asked(question=ANSWERABLE, answer=BAD, latency_ms=4.0)])
    written = json.loads(json.dumps(document(judgements, by_type(judgements), conditions={"split": "test"})))
    assert written["conditions"] == {"split": "test"}
    assert written["figures"][TOTAL]["success@1"] == 0
    (answer,) = written["answers"]
    assert answer["gold"] == [{"source": "a.txt", "item": "2"}]
    assert answer["found"] == [["b.txt", "1"]]
    assert answer["cited"] == [["b.txt", "1", "beslutning"]]
    assert answer["faults"] == [
        "the first item found is not a gold item",
        "the first citation is not a gold item",
        "not in the cited section: Noget andet.",
    ]


def test_abstention_faults() -> None:
    """Silence is a fault where there is an answer, and an answer where there is none."""
    silent, told, right = judge(
        [
            Asked(question=ANSWERABLE, answer=silence(hits=GOOD.hits), latency_ms=1.0),
            Asked(question=UNANSWERABLE, answer=BAD, latency_ms=1.0),
            Asked(
                question=Question(id="q3", question="Hvem?", type="unanswerable", answerable=False),
                answer=silence(),
                latency_ms=1.0,
            ),
        ]
    )
    assert faults(silent) == ["abstained though the minutes hold an answer"]
    assert faults(told)[0] == "answered though the minutes hold no answer"
    assert faults(right) == []


def test_the_verdict_on_quotations() -> None:
    """The verdict counts quotations and those that are not in their section."""
    good = by_type(judge([Asked(question=ANSWERABLE, answer=GOOD, latency_ms=1.0)]))[TOTAL]
    bad = by_type(judge([Asked(question=ANSWERABLE, answer=BAD, latency_ms=1.0)]))[TOTAL]
    assert verdict(good).startswith("All 1 quotations stand")
    assert verdict(bad).startswith("1 of 1 quotations do not")
