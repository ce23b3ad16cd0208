from __future__ import annotations

import pytest

from index.reading.document import Line
from index.reading.markup import lines_of, parse_fragment


def _read(html: str) -> list[Line]:
    return lines_of(parse_fragment(html))


def _texts(html: str) -> list[str]:
    return [line.text for line in _read(html)]


def test_blocks_are_lines_and_inline_elements_are_not() -> None:
    """A block is one line with its white space collapsed; spans join without a space of their own."""
    html = "<p>Kloge m<sup>2</sup>\n  <span>I</span><span>ndsatser</span></p><div>To<div>Tre</div>Fire</div>"
    assert _texts(html) == ["Kloge m2 Indsatser", "To", "Tre", "Fire"]


def test_line_break_parts_lines_but_not_a_heading() -> None:
    """A br breaks a paragraph into lines, while a heading over two lines stays one."""
    lines = _read("<p>et<br>to</p><h3>Økonomiske<br>konsekvenser</h3>")
    assert lines == [Line(text="et"), Line(text="to"), Line(text="Økonomiske konsekvenser", level=3)]


def test_bold_paragraph_is_no_heading() -> None:
    """A strong line looks like a heading, but the markup does not say so."""
    assert _read("<p><strong>Resultater</strong></p>") == [Line(text="Resultater")]


def test_heading_without_words_leaves_a_blank_line_with_its_level() -> None:
    """An empty heading still ends the section before it: what follows is not part of the decision."""
    lines = _read("<h3>Beslutning</h3><p>Godkendt.</p><h3> <span>&nbsp;</span></h3><p>Sagen drejer sig om</p>")
    assert [(line.text, line.level) for line in lines] == [
        ("Beslutning", 3),
        ("Godkendt.", 0),
        ("", 3),
        ("Sagen drejer sig om", 0),
    ]


def test_list_points_keep_their_signs() -> None:
    """Bullets, numbers with start and value, and letters stand before their points."""
    html = """<ul><li>et<ul><li>under</li></ul></li><li><p>to</p><p>mere</p></li></ul>
    <ol start="3"><li>tre</li><li value="7">syv</li><li>otte</li></ol><ol type="a"><li>a</li><li>b</li></ol>
    <ul class="list-unstyled"><li>bar</li></ul><ul style="list-style-type: none"><li>nøgen</li></ul>"""
    assert _texts(html) == [
        *("• et", "• under", "• to", "mere"),
        *("3. tre", "7. syv", "8. otte", "a. a", "b. b"),
        *("bar", "nøgen"),
    ]


def test_heading_in_a_list_keeps_number_and_level() -> None:
    """A numbered heading carries both its number and its level."""
    assert _read("<ol><li><h2>Velkomst</h2></li></ol>") == [Line(text="1. Velkomst", level=2)]


def test_list_point_outside_a_list_gets_a_bullet() -> None:
    """Markup that forgot the list still shows a point."""
    assert _texts("<li>løs</li>") == ["• løs"]


def test_table_of_data_becomes_rows() -> None:
    """Cells are joined in a row; empty cells keep their place, and empty rows go."""
    html = """<table><caption>Venteliste</caption><tr><th></th><th>2021</th><th>2022</th></tr>
    <tr><td><p>Antal</p><p>borgere</p></td><td></td><td>19</td></tr><tr><td> </td><td></td></tr></table>"""
    assert _read(html) == [
        Line(text="Venteliste", row=True),
        Line(text=" | 2021 | 2022", row=True),
        Line(text="Antal borgere |  | 19", row=True),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><h2>Punkt</h2></td><td>Tekst</td></tr></table>",
        "<table><tr><td><table><tr><td>Punkt</td></tr></table></td><td>Tekst</td></tr></table>",
        "<table role='presentation'><tr><td>Punkt</td><td>Tekst</td></tr></table>",
        "<table><tr><td>Punkt</td></tr><tr><td>Tekst</td></tr></table>",
    ],
)
def test_table_that_arranges_the_page_is_read_as_text(table: str) -> None:
    """A layout table gives ordinary lines."""
    lines = _read(table)
    assert [line.text for line in lines] == ["Punkt", "Tekst"]
    assert not any(line.row for line in lines)


def test_table_with_a_long_cell_is_read_as_text() -> None:
    """A cell of many sentences is running text in a frame."""
    assert not any(line.row for line in _read(f"<table><tr><td>Sag</td><td>{'Lang tekst. ' * 60}</td></tr></table>"))


def test_preformatted_text_keeps_its_lines() -> None:
    """Lines of a pre element stay lines."""
    assert _texts("<pre>et\nto</pre>tre") == ["et", "to", "tre"]


def test_scripts_styles_and_comments_are_no_text() -> None:
    """Only what a reader sees is text."""
    html = "<style>p{}</style><script>var a='<p>x</p>'</script><!-- skjult --><template>y</template><p>Tekst</p>"
    assert _texts(html) == ["Tekst"]


def test_depth_beyond_the_recursion_limit_is_read() -> None:
    """Thousands of nested elements are no obstacle."""
    assert _texts("<div>" * 20_000 + "bund" + "</div>" * 20_000) == ["bund"]
