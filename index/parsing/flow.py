"""Raw lines turned into the flow of the text: no blank lines, no page furniture, side matter set apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from index.parsing.headings import is_heading
from index.parsing.participants import ROLE_WORD, names_person
from index.reading.document import ItemMark, Line, RawDocument

CHROME = re.compile(
    r"(abonnér|abonner|se alle dagsordener( og referater)?( fra dette mødeforum)?|tilbage til toppen|hent som pdf"
    r"|kopier link|gå til (top|toppen|indhold)|udskriv|print|del|læs op|skip to content|fold alle (ud|ind))",
    re.IGNORECASE,
)
"""Lines that websites put around minutes; they are nobody's words."""
PAGE_NUMBER = re.compile(r"(side\s+)?[-–]?\s*\d{1,3}\s*[-–]?(\s*(af|/)\s*\d{1,3})?", re.IGNORECASE)
LINK = re.compile(r"(https?://\S+|www\.\S+|bilag/\S+\.\w{3,4})", re.IGNORECASE)
CONTACT = re.compile(
    r"(dato|e-?mail|mail|lokaltlf|tlf|telefon|mobil|direkte( tlf)?|sagsbehandler|j\.? ?nr|journalnr|ref|cvr"
    r"|ean|kontakt)"
    r"\.?\s*:",
    re.IGNORECASE,
)
RESPONSIBLE_HEADER = re.compile(r"(?:\w+:?\s+){0,3}(ansvar|ansvarlige?)", re.IGNORECASE)
NAME_LINE = re.compile(r"[A-ZÆØÅ][\wæøåé-]*(?:[ /][A-ZÆØÅ][\wæøåé.-]*){0,2}")
ROLE_LINE = re.compile(r"[A-ZÆØÅ][\wæøåé-]*(?:,? [\wæøåé-]+){0,4}")
TERMINAL = tuple('.:;!?»")]”')
BOX_LINES = 12
WINDOW = 8
OPENING_LINES = 6
"""Lines of the document's heading, which a running header may repeat."""
WRAP_LENGTH = 130
MOSTLY = 0.8
"""Share of lines followed by a blank one in a text where every second line is blank."""


class Side(StrEnum):
    """Matter that stands beside the running text of a page."""

    RUNNING = "running header"
    LINK = "link"
    BOX = "side box"
    RESPONSIBLE = "responsible"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLine:
    """A line with text; `gap` counts the blank lines before it, `side` is set on matter beside the text."""

    text: str
    gap: int = 0
    indent: int = 0
    page: int | None = None
    page_start: bool = False
    level: int = 0
    row: bool = False
    mark: ItemMark | None = None
    side: Side | None = None
    headed: bool = False
    """A heading without words stands right before the line."""
    width: int = 0
    """Width of the column around the line, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The lines of a document in reading order; `wrapped` tells whether paragraphs run over several lines."""

    lines: tuple[FlowLine, ...]
    wrapped: bool


def to_flow(document: RawDocument) -> Flow:
    """Turn the lines of a document into its flow."""
    lines = _drop_blanks(document.lines)
    lines = [line for line in lines if not CHROME.fullmatch(line.text)]
    wrapped = _is_wrapped(lines) if document.wrapped is None else document.wrapped
    if wrapped:
        lines = _mark_page_furniture(lines)
        lines = _mark_boxes(lines)
        lines = _mark_responsible(lines)
        lines = _measure(_rejoin(lines))
    return Flow(lines=tuple(lines), wrapped=wrapped)


def _drop_blanks(raw: Sequence[Line]) -> list[FlowLine]:
    """Keep the lines with text and count the blank ones before each; every second line blank counts as none."""
    spacing = 1 if _double_spaced(raw) else 0
    lines: list[FlowLine] = []
    blanks, headed = 0, False
    for line in raw:
        text = line.text.strip()
        if not text:
            blanks, headed = blanks + 1, headed or line.level > 0
            continue
        indent = len(line.text) - len(line.text.lstrip())
        starts_page = bool(lines) and (
            (indent == 1 and blanks == 0) or (line.page is not None and line.page != lines[-1].page)
        )
        gap = blanks if blanks <= 0 else max(0, blanks - spacing)
        lines.append(
            FlowLine(
                text=re.sub(r"\s+", " ", text),
                gap=gap,
                indent=0 if indent == 1 else indent,
                page=line.page,
                page_start=starts_page,
                level=line.level,
                row=line.row,
                mark=line.mark,
                headed=headed,
            )
        )
        blanks, headed = 0, False
    return lines


def _double_spaced(raw: Sequence[Line]) -> bool:
    texts = [line.text.strip() for line in raw]
    followed = [not after for text, after in pairwise(texts) if text]
    return len(followed) > 20 and sum(followed) / len(followed) > MOSTLY and _usual_length(texts) <= WRAP_LENGTH


def _usual_length(texts: Sequence[str]) -> int:
    """Return the length that 97 of 100 lines keep within, links apart."""
    lengths = sorted(len(text) for text in texts if text and not LINK.fullmatch(text))
    return lengths[int(0.97 * (len(lengths) - 1))] if lengths else 0


def _is_wrapped(lines: Sequence[FlowLine]) -> bool:
    return _usual_length([line.text for line in lines]) <= WRAP_LENGTH


def _mark_page_furniture(lines: list[FlowLine]) -> list[FlowLine]:
    """Mark page numbers with the running line beside them, and links that a PDF lists at the end of a page."""
    lone = [i for i, line in enumerate(lines) if PAGE_NUMBER.fullmatch(line.text)]
    running_shapes = _running_shapes(lines, lone)
    beside = {i: [j for j in _neighbours(lines, i) if _shape(lines[j].text) in running_shapes] for i in lone}
    numbers = {i for i in lone if beside[i] or (lines[i].gap and (i + 1 == len(lines) or lines[i + 1].gap))}
    running = {j for i in numbers for j in beside[i]}
    marked = [
        replace(line, side=Side.RUNNING) if i in numbers or i in running else line for i, line in enumerate(lines)
    ]
    for i in range(len(marked) - 1, -1, -1):
        ends_page = i + 1 == len(marked) or marked[i + 1].page_start or marked[i + 1].side is not None
        if ends_page and LINK.fullmatch(marked[i].text):
            marked[i] = replace(marked[i], side=Side.LINK)
    return marked


def _running_shapes(lines: Sequence[FlowLine], lone: Sequence[int]) -> set[str]:
    """Return what other pages repeat beside their numbers, but for the digits, and what seldom stands elsewhere."""
    everywhere = Counter(_shape(line.text) for line in lines)
    beside = Counter(_shape(lines[j].text) for i in lone for j in _neighbours(lines, i))
    opening = {_shape(line.text) for line in lines[:OPENING_LINES]}
    return {
        shape
        for shape, times in beside.items()
        if 1 < everywhere[shape] <= 2 * times and (times > 1 or shape in opening or "#" in shape)
    }


def _neighbours(lines: Sequence[FlowLine], i: int) -> list[int]:
    """Return the lines next to a page number that may be running headers."""
    return [
        j
        for j in (i - 1, i + 1)
        if 0 <= j < len(lines)
        and len(lines[j].text) < 90
        and re.search(r"[^\W\d]{3}", lines[j].text)
        and not is_heading(lines[j].text)
    ]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _mark_boxes(lines: list[FlowLine]) -> list[FlowLine]:
    """Mark blocks of three or more different contact labels close together: they are a letterhead's side box."""
    labels = [i for i, line in enumerate(lines) if CONTACT.match(line.text)]
    marked = list(lines)
    while labels:
        box = [i for i in labels if i - labels[0] < BOX_LINES]
        kinds = {lines[i].text.split(":")[0].lower() for i in box}
        if len(kinds) >= 3:
            for i in range(box[0], box[-1] + 1):
                marked[i] = replace(marked[i], side=Side.BOX)
        labels = labels[len(box) :]
    return marked


def _mark_responsible(lines: list[FlowLine]) -> list[FlowLine]:
    """Mark loose names that a column headed "Ansvar" left between the paragraphs."""
    header = next((i for i, line in enumerate(lines) if RESPONSIBLE_HEADER.fullmatch(line.text)), None)
    if header is None:
        return lines
    marked = list(lines)
    start = header + 1
    while start < len(lines):
        end = start
        while end < len(lines) and _names_responsible(lines[end].text) and (end == start or not lines[end].gap):
            end += 1
        closed = end == len(lines) or lines[end].gap > 0 or lines[end].page_start
        words = sum(len(line.text.split()) for line in lines[start:end])
        if end > start and lines[start].gap and closed and words <= 6:
            for i in range(start, end):
                marked[i] = replace(marked[i], side=Side.RESPONSIBLE)
        start = max(end, start + 1)
    return marked


def _names_responsible(text: str) -> bool:
    named = NAME_LINE.fullmatch(text) or (ROLE_LINE.fullmatch(text) and (ROLE_WORD.match(text) or names_person(text)))
    return bool(named) and not is_heading(text)


def _rejoin(lines: list[FlowLine]) -> list[FlowLine]:
    """Close the gap in a sentence that side matter broke in two."""
    joined = list(lines)
    previous: int | None = None
    for i, line in enumerate(joined):
        if line.side is not None:
            continue
        if previous is not None and i - previous > 1 and _goes_on(joined[previous].text, line.text):
            joined[i] = replace(line, gap=0, page_start=False)
        previous = i
    return joined


def _measure(lines: list[FlowLine]) -> list[FlowLine]:
    """Note the width of the column around each line: the longest line near it."""
    lengths = [0 if line.side is not None else len(line.text) for line in lines]
    return [replace(line, width=max(lengths[max(0, i - WINDOW) : i + WINDOW + 1])) for i, line in enumerate(lines)]


def _goes_on(before: str, after: str) -> bool:
    return not before.endswith(TERMINAL) and (before.endswith("-") or after[:1].islower())
