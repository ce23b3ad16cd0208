"""An answer laid out for a terminal."""

from __future__ import annotations

import click

from rag.commands import in_words
from rag.domain import Answer, Citation
from tests.fakes import a_meeting, an_item


def an_answer(*cited: tuple[str, tuple[int, int] | None]) -> Answer:
    """Return an answer of these quotations, each with the place of its core."""
    item = an_item("6", " ".join(quote for quote, _ in cited))
    citations = tuple(
        Citation(number=n, meeting=a_meeting(), item=item, section=item.sections[0], quote=quote, core=core)
        for n, (quote, core) in enumerate(cited, start=1)
    )
    text = " ".join(f"»{one.quote}« [{one.number}]" for one in citations)
    return Answer(text=text, abstained=False, confidence=0.9, citations=citations, hits=())


def test_the_core_of_each_quotation_is_bold_where_a_person_reads() -> None:
    """The words stay the same; equal words of another quotation are left alone."""
    answer = an_answer(("Der holdes møde i maj.", None), ("Der holdes møde i maj.", (18, 21)))
    bold = in_words(answer, bold=True)
    assert bold.splitlines()[0] == (
        f"»Der holdes møde i maj.« [1] »Der holdes møde i {click.style('maj', bold=True)}.« [2]"
    )
    assert click.unstyle(bold) == in_words(answer)


def test_every_source_is_named_by_its_number() -> None:
    """A pipe gets plain text, with the place and the file of each quotation."""
    lines = in_words(an_answer(("Planen godkendes.", (0, 6)))).splitlines()
    assert lines[0] == "»Planen godkendes.« [1]"
    assert lines[2] == "Kilder:"
    assert lines[3].startswith("  [1] ")
    assert lines[3].endswith("a.txt")
