from __future__ import annotations

from itertools import islice

from eval.training.chunks import chunks_of
from eval.training.teach import drawn
from eval.training.windows import LONGEST, RIVALS_ELSEWHERE, Example, external_examples, own_examples, window_around
from tests.eval.training.made import SENTENCES, chance, external, item, material


def test_a_window_holds_its_sentence() -> None:
    """Whatever the place, the window is consecutive, holds it and ends soon after its length."""
    dice = chance(0)
    for place in range(len(SENTENCES)):
        found = window_around(SENTENCES, place, length=300, chance=dice)
        assert place in found
        assert sum(len(SENTENCES[index]) for index in found) < 300 + max(map(len, SENTENCES))
    assert window_around(["Kort."], 0, length=300, chance=dice) == range(1)


def test_evidence_is_marked_where_it_stands() -> None:
    """Marked sentences are the question's own, spans are its words, and near misses have neither."""
    data = material()
    neighbours = {question.id: list(chunks_of(item("b"))) for question in data.questions}
    groups = islice(own_examples(data, neighbours, chance=chance(1)), 200)
    for example in (example for group in groups for example in group):
        marked = {example.sentences[index] for index in example.evidence}
        assert marked <= set(SENTENCES[:3])
        assert not (marked and "ejer" in example.question)
        assert sum(map(len, example.sentences)) <= LONGEST + max(map(len, SENTENCES))
        if example.span:
            index, start, end = example.span
            assert example.sentences[index][start:end] == "3 km"


def test_a_contest_is_won_by_the_window_that_answers() -> None:
    """Only the first of a contest holds evidence; its rivals are asked the same, and are of other items and its own."""
    data = material()
    other = list(chunks_of(item("b")))
    neighbours = {question.id: other for question in data.questions}
    contests = [group for group in islice(own_examples(data, neighbours, chance=chance(3)), 200) if len(group) > 1]
    assert contests
    for first, *rivals in contests:
        assert first.evidence
        assert not any(rival.evidence for rival in rivals)
        assert {rival.question for rival in rivals} == {first.question}
        texts = {chunk.sentences for chunk in other}
        assert sum(rival.sentences in texts for rival in rivals) >= RIVALS_ELSEWHERE


def test_a_batch_keeps_contests_together() -> None:
    """Examples are taken until there are enough, and the places of each contest are told."""
    (one, two), three = contest_and_single()
    examples, contests = drawn(iter([(three,), (one, two), (three,), (one, two)]), size=4)
    assert examples == [three, one, two, three]
    assert contests == [range(1, 3)]


def contest_and_single() -> tuple[tuple[Example, Example], Example]:
    """Return two examples as a contest, and one by itself."""
    one, two, three = (
        Example(question=text, header="", sentences=("Ja.",), evidence=frozenset(), span=None) for text in "abc"
    )
    return (one, two), three


def test_what_is_held_out_is_not_trained_on() -> None:
    """External examples come from the train split alone, some of them without the answer."""
    held, kept = external(split="test"), external()
    groups = islice(external_examples([held, kept, external(sentence=None)], chance=chance(2)), 200)
    examples = [example for group in groups for example in group]
    assert {example.question for example in examples} == {"Hva?"}
    answered = [example for example in examples if example.evidence]
    assert 0 < len(answered) < len(examples)
    assert all(example.span == (*example.evidence, 0, 7) for example in answered)
    assert {sentence for e in answered for sentence in (e.sentences[next(iter(e.evidence))],)} == {
        kept.paragraph.sentences[1]
    }
