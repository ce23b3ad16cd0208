from __future__ import annotations

from itertools import islice

from eval.training.chunks import chunks_of
from eval.training.windows import LONGEST, external_examples, own_examples, window_around
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
    for example in islice(own_examples(data, neighbours, chance=chance(1)), 200):
        marked = {example.sentences[index] for index in example.evidence}
        assert marked <= set(SENTENCES[:3])
        assert not (marked and "ejer" in example.question)
        assert sum(map(len, example.sentences)) <= LONGEST + max(map(len, SENTENCES))
        if example.span:
            index, start, end = example.span
            assert example.sentences[index][start:end] == "3 km"


def test_what_is_held_out_is_not_trained_on() -> None:
    """External examples come from the train split alone, some of them without the answer."""
    held, kept = external(split="test"), external()
    examples = list(islice(external_examples([held, kept, external(sentence=None)], chance=chance(2)), 200))
    assert {example.question for example in examples} == {"Hva?"}
    answered = [example for example in examples if example.evidence]
    assert 0 < len(answered) < len(examples)
    assert all(example.span == (*example.evidence, 0, 7) for example in answered)
    assert {sentence for e in answered for sentence in (e.sentences[next(iter(e.evidence))],)} == {
        kept.paragraph.sentences[1]
    }
