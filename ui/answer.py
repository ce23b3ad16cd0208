"""An answer's text turned into paragraphs and lists, with its markers as links and the cores of its quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from ui.marking import core_place, occurrences

Json = dict[str, Any]

MARKER = re.compile(r"\[(\d+)\]")
LINE = re.compile(r"[^\n\r]*\S[^\n\r]*")
POINT = re.compile(r"\s*• ")


class Piece(NamedTuple):
    """Some words of a line: a link, the core of a quotation, or neither."""

    text: str
    href: str = ""
    core: bool = False


class Block(NamedTuple):
    """Consecutive lines that are all points of one list, or all paragraphs."""

    points: bool
    lines: list[list[Piece]]


def blocks(answer: str, citations: Sequence[Json], hrefs: Mapping[int, str]) -> list[Block]:
    """Return the text in blocks; `hrefs` says by number where markers lead, and one without stays text."""
    cores = list(_cores(answer, citations))
    lines = [(bool(POINT.match(it.group())), it) for it in LINE.finditer(answer)]
    return [
        Block(points=points, lines=[list(_pieces(answer, line, cores, hrefs)) for _, line in group])
        for points, group in groupby(lines, key=lambda it: it[0])
    ]


def _cores(answer: str, citations: Sequence[Json]) -> Iterator[tuple[int, int]]:
    """Yield where the cores stand; a quotation is a citation's own when the next marker is that citation's."""
    for citation in citations:
        for place in occurrences(answer, citation["quote"]):
            marker = MARKER.search(answer, place[1])
            if marker and int(marker[1]) == citation["number"]:
                core = core_place(answer, place, citation["quote"], citation.get("core"))
                yield from [core] if core else []
                break


def _pieces(
    answer: str, line: re.Match[str], cores: Sequence[tuple[int, int]], hrefs: Mapping[int, str]
) -> Iterator[Piece]:
    """Cut a line at its markers and at the ends of the cores; a list shows its own point."""
    point = POINT.match(line.group())
    start = line.start() + (point.end() if point else 0)
    for marker in MARKER.finditer(answer, start, line.end()):
        yield from _words(answer, start, marker.start(), cores)
        yield Piece(marker.group(), href=hrefs.get(int(marker[1]), ""))
        start = marker.end()
    yield from _words(answer, start, line.end(), cores)


def _words(answer: str, start: int, end: int, cores: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    cuts = sorted({start, end, *(cut for core in cores for cut in core if start < cut < end)})
    for begin, stop in pairwise(cuts):
        core = any(first <= begin and stop <= last for first, last in cores)
        yield Piece(answer[begin:stop], core=core)
