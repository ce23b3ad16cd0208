"""A few items, questions and paragraphs to train on, made for the tests."""

from __future__ import annotations

import random
from datetime import date

from eval.training.material import NEAR_MISS, External, Item, Material, Paragraph, Question, Split

SENTENCES = (
    "Udvalget godkendte indstillingen.",
    "Det indstilles, at stien langs åen anlægges i 2024.",
    "Stien bliver 3 km lang.",
    "Den koster 1,2 mio. kr.",
    *(f"Strækning {number} har i dag ingen belysning, og der er ikke afsat midler til den." for number in range(20)),
)
HEADINGS = ("Beslutning", "Indstilling", *["Fremstilling"] * (len(SENTENCES) - 2))


def chance(seed: int) -> random.Random:
    """Return a generator that gives the same every time."""
    return random.Random(seed)  # noqa: S311  (chooses examples)


def item(name: str, *, split: Split = "train") -> Item:
    """Return an item of three sections, the last of which makes more than one chunk."""
    return Item(
        id=name,
        split=split,
        forum="Udvalget",
        date=date(2023, 9, 11),
        number="4",
        title=f"Cykelsti ved {name}",
        headings=HEADINGS,
        sentences=SENTENCES,
    )


def question(owner: str, *evidence: int, split: Split = "train", text: str = "Hvor lang bliver stien?") -> Question:
    """Return a question; without evidence it is a near miss."""
    return Question(
        id=f"{owner}-{evidence}-{text}",
        split=split,
        item=owner,
        type="what" if evidence else NEAR_MISS,
        text=text,
        evidence=evidence,
        span="3 km" if evidence == (2,) else "",
    )


def external(*, sentence: int | None = 1, split: Split = "train", source: str = "norquad-x") -> External:
    """Return a question on a paragraph of twenty sentences."""
    sentences = tuple(f"Setning {number} handler om en vei som ble bygget for lenge siden." for number in range(20))
    paragraph = Paragraph(source=source, document="d", split=split, sentences=sentences)
    return External(text="Hva?", paragraph=paragraph, sentence=sentence, span=None if sentence is None else (0, 7))


def material() -> Material:
    """Return two items to train on and one to measure on."""
    items = {made.id: made for made in (item("a"), item("b"), item("c", split="dev"))}
    questions = (
        *(question(name, *evidence) for name in "ab" for evidence in ((2,), (0, 1))),
        *(question(name, text="Hvem ejer stien?") for name in "ab"),
        question("c", 2, split="dev"),
        question("c", 3, split="dev", text="Hvad koster stien?"),
        question("c", split="dev", text="Hvem ejer stien?"),
    )
    held = external(split="test")
    return Material(items=items, questions=questions, external=(external(), external(sentence=None), held), digest="d")
