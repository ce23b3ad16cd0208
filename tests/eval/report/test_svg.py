from __future__ import annotations

import re

from lxml import etree

from eval.report.svg import COLOURS, SERIES, drawing, inline


def drawn(name: str = "plot", label: str = "Åben & <lukket>") -> str:
    """Return a small plot as SVG."""
    with drawing(4, 2) as figure:
        axes = figure.subplots()
        axes.plot([0, 1], [0, 1], "o-", color=SERIES[0], clip_on=True)
        axes.set_title(label)
    return inline(figure, name=name, description='A "line" & more')


def test_colours_are_the_page_s_own() -> None:
    """No stand-in for a colour is left, so that the plot follows light and dark."""
    svg = drawn()
    assert "var(--first)" in svg
    assert not any(colour in svg for colour in COLOURS)


def test_it_is_one_element_that_is_read_out() -> None:
    """The plot is well-formed, has its description as a label, and text stays text, escaped."""
    svg = etree.fromstring(drawn())
    assert (svg.tag, svg.get("role"), svg.get("aria-label")) == ("svg", "img", 'A "line" & more')
    assert "Åben & <lukket>" in [text.text for text in svg.iter("text")]


def test_ids_are_its_own_and_every_reference_is_met() -> None:
    """Two plots on a page share no id, and each reference points into its own plot."""
    first, second = drawn("one"), drawn("two")
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    references = [set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) for svg in (first, second)]
    assert not ids[0] & ids[1]
    assert references[0]
    assert all(needed <= known for needed, known in zip(references, ids, strict=True))


def test_it_is_the_same_every_time() -> None:
    """The same figures give the same drawing, to the letter."""
    assert drawn() == drawn()
