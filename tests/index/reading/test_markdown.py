from __future__ import annotations

from index.reading.document import Line
from index.reading.markdown import read_markdown

MINUTES = r"""
# Klyngestyregruppen

Mødet den **8. juni 2021** holdes på [hospitalet](https://example.org/).

## 1. Økonomi

Beslutning: *Godkendt* med
denne bemærkning.

- første
- anden
  1. under
  2. mere

| Indsats | Ansvar |
|---|---|
| Telemedicin | Region |
| Hoftebrud | |

3) tredje
4) fjerde

Sidste linje\
brudt &amp; `kode`
"""


def test_markdown_keeps_words_levels_and_signs() -> None:
    """Headings keep their level, lists their signs, tables their rows; emphasis and links go."""
    assert read_markdown(MINUTES).lines == (
        Line(text="Klyngestyregruppen", level=1),
        Line(text="Mødet den 8. juni 2021 holdes på hospitalet."),
        Line(text="1. Økonomi", level=2),
        Line(text="Beslutning: Godkendt med denne bemærkning."),
        Line(text="• første"),
        Line(text="• anden"),
        Line(text="1. under"),
        Line(text="2. mere"),
        Line(text="Indsats | Ansvar", row=True),
        Line(text="Telemedicin | Region", row=True),
        Line(text="Hoftebrud", row=True),
        Line(text="3. tredje"),
        Line(text="4. fjerde"),
        Line(text="Sidste linje"),
        Line(text="brudt & kode"),
    )


def test_lines_are_whole_paragraphs() -> None:
    """A paragraph wrapped in the file is one line."""
    assert read_markdown("en\nto").wrapped is False


def test_html_inside_markdown_is_read_as_html() -> None:
    """Tags that people write into Markdown do not show as text."""
    assert [line.text for line in read_markdown("Et<br>to\n\n<script>alert(1)</script>\n").lines] == [
        "Et",
        "to",
    ]
