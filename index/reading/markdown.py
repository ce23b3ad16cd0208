"""Markdown turned into lines, by way of the HTML it stands for."""

from __future__ import annotations

from markdown_it import MarkdownIt

from index.reading.content import Content
from index.reading.markup import lines_of, parse_fragment
from index.reading.text import read_text

LONGEST_BLOCK = 50_000
"""Characters between blank lines; brackets and stars without end in a longer one would take minutes."""


def read_markdown(text: str) -> Content:
    """Turn Markdown into lines: headings keep their level, emphasis and links only their words.

    A text with a block without end is no Markdown that anybody wrote, and is read as plain text.
    """
    if any(len(block) > LONGEST_BLOCK for block in text.split("\n\n")):
        return read_text(text)
    html = MarkdownIt("commonmark", {"breaks": False}).enable("table").render(text)
    return Content(lines=tuple(lines_of(parse_fragment(html))), wrapped=False)
