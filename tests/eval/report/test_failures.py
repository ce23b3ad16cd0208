from __future__ import annotations

from dataclasses import replace

from eval.metrics import judge
from eval.report.failures import change, failures
from eval.results import Row, Run, row, without_words
from tests.eval.asking import a_question, ask, found_at, judge_one, rows_of
from tests.fakes import a_hit, an_answer, silence


def failed_row(rank: int) -> Row:
    """Return the row of a question whose gold item came at a rank."""
    return row(judge_one(ask(found_at(rank), question=a_question("2"))), file="a.jsonl")


def test_questions_that_went_well_are_left_out() -> None:
    """Of three questions the one that failed is shown."""
    assert [failure.row.id for failure in failures(rows_of([1, 4, 1], silent=1), {})] == ["q002"]


def test_a_low_rank_is_explained_by_the_evidence() -> None:
    """The page says where the gold item came, what came first, and which evidence spoke for it."""
    wrong = replace(a_hit("a.txt", "7", rank=1), similarity=0.91, coverage=0.2)
    right = replace(a_hit("a.txt", "2", rank=2), similarity=0.88, coverage=0.6)
    rows = [row(judge_one(ask(an_answer(hits=[wrong, right]), question=a_question("2"))), file="a.jsonl")]
    (failure,) = failures(rows, {})
    assert "A gold item came at rank 2; first came another item of the same document." in failure.reasons
    assert "The first item is nearer in meaning: 0.910 against 0.880." in failure.reasons
    assert "The gold item holds more of the question's words: 0.600 against 0.200." in failure.reasons
    assert [gold for _, gold in failure.hits] == [False, True]


def test_the_same_title_in_another_document_is_named() -> None:
    """An item that is called as the gold item is, in another document, is told apart from any other."""
    twin = replace(a_hit("b.txt", "2", rank=1), similarity=0.5)
    for first, said in ((twin, "an item of the same title in"), (a_hit("b.txt", "5"), "an item of another document")):
        answer = an_answer(hits=[first, a_hit("a.txt", "2", rank=2)])
        (failure,) = failures([row(judge_one(ask(answer, "2")), file="a.jsonl")], {})
        assert any(said in reason for reason in failure.reasons)


def test_what_was_not_found_and_how_sure_silence_was() -> None:
    """Where no gold item was found it is told how many came from the right document, and silence tells its doubt."""
    (missing,) = failures([failed_row(0)], {})
    assert "Of the 10 items found, 10 are from the right document." in missing.reasons
    quiet = judge([ask(silence(), question=a_question("2")), ask(an_answer(), question=a_question(name="q2"))])
    silent, talkative = failures([row(one, file="a.jsonl") for one in quiet], {})
    assert "It was 0.10 sure that there is an answer." in silent.reasons
    assert "It was 0.90 sure that there is an answer." in talkative.reasons


def test_won_and_lost_questions_are_shown_with_how_they_stood() -> None:
    """A question whose rank has changed is shown even where nothing is wrong now."""
    before, after = rows_of([2, 1, 1]), rows_of([1, 3, 1])
    found = failures(after, {one.id: one for one in before})
    assert [(one.row.id, one.change, one.failed) for one in found] == [("q001", "won", False), ("q002", "lost", True)]
    assert found[0].before == "rank 2, answered, expected words"
    assert change(before[2], after[2]) == ""


def test_scores_alone_can_be_shown() -> None:
    """A run without words still lists the failed questions, without reasons."""
    bare = without_words(Run(conditions={}, rows=(failed_row(3),))).rows
    (failure,) = failures(bare, {})
    assert (failure.reasons, failure.hits, failure.kinds) == ((), (), ())
