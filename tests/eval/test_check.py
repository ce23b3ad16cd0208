"""A file of questions is checked against its minutes: each kind of fault is found."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from eval.check import SOMETIMES_ANSWERABLE, Evidence, check, read_evidence, split_of
from eval.dataset import Gold, Question, load_questions
from rag.domain import SectionKind, Turn
from tests.conftest import ROOT, SAMPLES

GOLD = Gold(source="a.txt", item="1")
EVIDENCE: Evidence = {
    GOLD: [
        (SectionKind.DECISION, "Gruppen nedsætter en arbejdsgruppe, der melder tilbage."),
        (SectionKind.RECOMMENDATION, "At gruppen venter."),
    ]
}
QUESTION = Question(
    id="q001",
    question="Hvem arbejder med sagen?",
    type="decision",
    answerable=True,
    gold=(GOLD,),
    section="beslutning",
    reference="En gruppe.",
    must_contain=(re.compile("arbejdsgruppe"),),
    split="dev",
)
OTHERS = tuple(
    replace(QUESTION, id=f"q{n:03}", question=f"Spørgsmål {n}?", split=split_of(f"q{n:03}")) for n in range(2, 6)
)


def faults(question: Question) -> str:
    """Return the faults of a question among four good ones."""
    return "\n".join(check([question, *OTHERS], EVIDENCE))


def test_good_questions_have_no_faults() -> None:
    """Nothing is found where nothing is wrong."""
    assert faults(QUESTION) == ""


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"type": "riddle"}, "none of the README's"),
        ({"split": "test"}, "the rule gives dev"),
        ({"answerable": False, "gold": ()}, "answerable and type disagree"),
        ({"type": "nearmiss"}, "answerable and type disagree"),
        ({"type": "english"}, "an english question has the language en"),
        ({"history": (Turn(role="user", content="Hvad så?"),)}, "chat questions have a history"),
        ({"reference": ""}, "go with an answer"),
        ({"gold": (Gold(source="a.txt", item="9"),)}, "a.txt has no item 9"),
        ({"must_contain": (re.compile("månen"),)}, "must_contain månen is in no gold item"),
        ({"must_contain": (re.compile("venter"),)}, "is in indstilling, not in beslutning"),
        ({"must_not_contain": (re.compile("månen"),)}, "guards against nothing"),
        ({"question": "Gruppen nedsætter arbejdsgruppe melder tilbage?"}, "shares with its evidence"),
        ({"question": "Spørgsmål 2?"}, "question given 2 times"),
        ({"id": "q002", "split": "test"}, "id given 2 times"),
    ],
)
def test_each_fault_is_found(change: dict[str, object], fault: str) -> None:
    """A question with one thing wrong is reported with that."""
    assert fault in faults(replace(QUESTION, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(SOMETIMES_ANSWERABLE))
def test_some_types_hold_questions_with_and_without_an_answer(kind: str) -> None:
    """A question of these types may have an answer in the minutes or none."""
    unanswerable = replace(QUESTION, type=kind, answerable=False, gold=(), section="", reference="", must_contain=())
    assert "disagree" not in faults(replace(QUESTION, type=kind)) + faults(unanswerable)


def test_an_uneven_split_is_found() -> None:
    """A type with all its questions in one split is reported."""
    assert "questions are dev" in "\n".join(check([QUESTION], EVIDENCE))


def test_the_questions_on_the_samples_have_no_faults() -> None:
    """The set that is shipped holds against the minutes that are shipped."""
    questions = load_questions(ROOT / "eval" / "questions" / "samples.jsonl")
    assert check(questions, read_evidence(SAMPLES)) == []


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("cluster.jsonl", "klynge"),
        ("cluster_everyday.jsonl", "klynge"),
        ("cluster_kinds.jsonl", "klynge"),
        ("firstagenda.jsonl", "firstagenda"),
    ],
)
def test_the_questions_on_real_documents_have_no_faults(name: str, folder: str, minutes_folder: Path) -> None:
    """The sets on real documents hold against them."""
    questions = load_questions(ROOT / "eval" / "questions" / name)
    assert check(questions, read_evidence(minutes_folder / folder)) == []
