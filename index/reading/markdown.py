"""Markdown turned into lines, by way of the HTML it stands for."""

from __future__ import annotations

from markdown_it import MarkdownIt

from index.reading.content import Content
from index.reading.markup import lines_of, parse_fragment


def read_markdown(text: str) -> Content:
    """Turn Markdown into lines: headings keep their level, emphasis and links only their words."""
    html = MarkdownIt("commonmark", {"breaks": False}).enable("table").render(text)
    return Content(lines=tuple(lines_of(parse_fragment(html))), wrapped=False)
