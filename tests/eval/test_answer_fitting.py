"""What answers and when to be silent is learnt from dev questions, and judged on folds left out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from eval.answer_fitting import Choice, Found, choices_of, fit_confidence, fit_sentences
from eval.dataset import Gold, Question
from rag.domain import Hit, ItemReading, ReadSentence, Section, SectionKind
from rag.understanding import understand
from tests.fakes import a_hit

TEXTS = ("Holdet mødes i salen.", "Der er tolv pladser.", "Det regner ofte.")


def found(number: int, *, answerable: bool = True, answers: float = 0.9, similarity: float = 0.9) -> Found:
    """Ask how many places there are; where there is an answer the reader is sure of its sentence."""
    name = f"{number}.txt"
    hit = a_hit(name, "1")
    order = TEXTS[number % 3 :] + TEXTS[: number % 3]
    text = " ".join(order)
    section = Section(id=f"s{number}", kind=SectionKind.CASE, heading="", text=text)
    sentences = tuple(
        ReadSentence(
            section_id=section.id,
            start=text.index(one),
            end=text.index(one) + len(one),
            probability=0.9 if "tolv" in one and answerable else 0.05,
        )
        for one in order
    )
    read = replace(
        hit,
        item=replace(hit.item, sections=(section,)),
        similarity=similarity,
        reading=ItemReading(answers=answers, sentences=sentences),
    )
    question = Question(
        id=str(number),
        question="Hvor mange er der plads til?",
        type="howmany",
        answerable=answerable,
        gold=(Gold(source=name, item="1"),) if answerable else (),
        must_contain=(re.compile("tolv pladser"),) if answerable else (),
    )
    return Found(question=question, query=understand(question.question), hits=[read], chunks={})


def test_the_sentence_that_the_reader_is_sure_of_comes_first() -> None:
    """Where the reader is right, its likelihood gets a weight that finds the answer on questions left out."""
    learnt = fit_sentences(choices_of([found(number) for number in range(20)]))
    assert learnt.questions == 20
    assert learnt.first == learnt.first_three == 1.0
    assert learnt.weights["odds"] + learnt.weights["read"] > 1


def test_only_right_items_with_a_sentence_that_answers_teach() -> None:
    """A wrong item, and a right one without the expected words, say nothing about sentences."""
    wrong = found(1)
    other = replace(wrong, question=replace(wrong.question, gold=(Gold(source="x.txt", item="1"),)))
    without = replace(wrong, question=replace(wrong.question, must_contain=(re.compile("tretten"),)))
    with pytest.raises(ValueError, match="At least 5 questions"):
        fit_sentences(choices_of([other, without, *(found(number) for number in range(4))]))


def test_further_choices_teach_but_are_not_judged() -> None:
    """What other data teaches moves the weights; the figures stay those of the questions asked."""
    own = choices_of([found(number) for number in range(20)])
    contrary = [
        Choice(evidence=one.evidence, right=[not right for right in one.right], fold=one.fold) for one in own * 3
    ]
    alone, both = fit_sentences(own), fit_sentences(own, further=contrary)
    assert both.questions == 80
    assert both.weights["odds"] < alone.weights["odds"]
    assert both.first < alone.first == 1.0


def test_silence_is_learnt_from_what_tells_it() -> None:
    """The probability is higher where there is an answer, and the threshold lets most of those through."""
    told = [found(number, similarity=0.90 + number % 4 / 100) for number in range(30)]
    silent = [
        found(number, answerable=False, answers=0.1, similarity=0.80 + number % 4 / 100) for number in range(30, 45)
    ]
    learnt = fit_confidence([*told, *silent])
    assert learnt.questions == 45
    assert learnt.auc > 0.99
    assert learnt.abstained == 1.0
    assert 0 < learnt.threshold < 1
    assert learnt.weights["similarity"] > 0
    assert all(learnt.weights[name] <= 0 for name in ("year", "forum", "names", "closed"))


def test_what_speaks_against_an_answer_never_speaks_for_one() -> None:
    """Where by chance only answerable questions name a year that is missing, it is left out, not turned around."""
    named = understand("Hvor mange er der plads til i 1999?")
    told = [replace(found(number), query=named) for number in range(20)]
    learnt = fit_confidence([*told, *(found(number, answerable=False) for number in range(20, 40))])
    assert learnt.weights["year"] == 0


def test_both_kinds_of_question_are_needed() -> None:
    """Without unanswerable questions there is nothing to tell apart, and without hits nothing to tell by."""
    with pytest.raises(ValueError, match="unanswerable"):
        fit_confidence([found(1)])
    with pytest.raises(ValueError, match="unanswerable"):
        fit_confidence([replace(found(1), hits=[])])


def test_an_item_is_right_when_it_is_gold() -> None:
    """Nothing found is not right; questions on one item share a fold."""
    one = found(1)
    assert one.right
    assert not replace(one, hits=[]).right
    hit: Hit = a_hit("other.txt", "1")
    assert not replace(one, hits=[hit]).right
    assert one.fold == replace(one, query=understand("Andet?")).fold
