"""Minutes published as FirstAgenda JSON turned into plain text in layouts found in practice, with the truth beside it.

The JSON says which words are the decision, the recommendation and the case; the plain text says it only by its looks.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from index.reading.document import Line, RawDocument
from rag.domain import SectionKind

RECOMMENDATION = re.compile(r"indstilling(er)?", re.IGNORECASE)
DECISION = re.compile(r"beslutning(er)?", re.IGNORECASE)
EARLIER = re.compile(r"sagens forløb|sagsforløb", re.IGNORECASE)
ATTACHMENTS = re.compile(r"bilag", re.IGNORECASE)
ATTENDANCE = re.compile(r"(?:fraværende|ikke til ?stede|afbud)(?: fra)?\s?:.*", re.IGNORECASE)
"""Who was away, as a note at the end of a decision."""
LONGEST_HEADING = 60
PAGE_LINES = 48
VOWELS = "aeiouyæøå"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How minutes look as plain text; `item` and `heading` are formats, `width` None leaves paragraphs on one line.

    `contents` is a list of contents with page numbers, `agenda` a list of the titles, before the items.
    """

    name: str
    item: str
    case: str = ""
    heading: str = "{}"
    inline: bool = False
    decision_last: bool = False
    width: int | None = None
    pages: bool = False
    hyphens: bool = False
    contents: bool = False
    agenda: bool = False
    spaced: bool = True
    capitals: bool = False


LAYOUTS = (
    Layout(name="1. Title", item="{number}. {title}", case="Sagsnr.: {case}"),
    Layout(name="1. Title, decision last", item="{number}. {title}", decision_last=True),
    Layout(name="Punkt 1:, contents", item="Punkt {number}: {title}", contents=True, decision_last=True),
    Layout(name="1 Title + Sagsnr.", item="{number} {title}", case="Sagsnr. {case}"),
    Layout(name="inline headings", item="{number}. {title}", heading="{}:", inline=True),
    Layout(name="AD 1:, capitals", item="AD {number}: {title}", capitals=True, decision_last=True),
    Layout(name="80 columns, pages", item="{number}. {title}", width=80, pages=True),
    Layout(
        name="80 columns, hyphens, contents",
        item="Punkt {number}: {title}",
        case="Sagsnr. {case}",
        width=80,
        pages=True,
        hyphens=True,
        contents=True,
        decision_last=True,
    ),
    Layout(name="agenda first, Sag 1 -", item="Sag {number} - {title}", heading="{}:", agenda=True),
    Layout(name="agenda first, 60 columns", item="{number}.{title}", agenda=True, width=60, hyphens=True, pages=True),
    Layout(
        name="80 columns, no blank lines", item="{number}. {title}", width=80, pages=True, spaced=False, hyphens=True
    ),
)


@dataclass(slots=True, kw_only=True)
class Passage:
    """A run of paragraphs of one kind, under the headings as printed."""

    kind: SectionKind
    headings: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    note_in: SectionKind | None = None
    """The kind of the passage that a note on attendance stands in."""

    @property
    def decides(self) -> bool:
        """Whether it is printed where the decision is."""
        return SectionKind.DECISION in (self.kind, self.note_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueItem:
    """An agenda item as the JSON states it."""

    number: str
    title: str
    case_number: str
    passages: tuple[Passage, ...]

    @property
    def decision(self) -> list[str]:
        """The paragraphs of the decision."""
        return [
            text for passage in self.passages if passage.kind is SectionKind.DECISION for text in passage.paragraphs
        ]

    def printed(self, layout: Layout) -> list[Passage]:
        """Return the passages in the order of a layout."""
        return sorted(self.passages, key=lambda passage: layout.decision_last and passage.decides)


def true_items(document: RawDocument) -> list[TrueItem]:
    """Read the items of a document whose source marks them."""
    starts = [i for i, line in enumerate(document.lines) if line.mark is not None]
    spans = zip(starts, [*starts[1:], len(document.lines)], strict=True)
    return [_item(document.lines[start:end]) for start, end in spans]


def render(document: RawDocument, items: Sequence[TrueItem], *, layout: Layout) -> str:
    """Return the document as plain text."""
    hints = document.hints
    day = f"{hints.date:%d-%m-%Y}" if hints.date else ""
    people = [person.name for person in hints.participants]
    lines = [hints.forum, "", "Referat", "", f"Dato: {day}", f"Sted: {hints.place}", "", "Deltagere", *people, ""]
    if layout.contents:
        lines += ["Indholdsfortegnelse", *(_leader(item, page=n // 2 + 1) for n, item in enumerate(items)), ""]
    if layout.agenda:
        lines += [
            "Dagsorden",
            *chain.from_iterable(_wrap(f"{item.number}. {item.title}", layout) for item in items),
            "",
        ]
    lines += chain.from_iterable(_item_lines(item, layout) for item in items)
    return "\n".join(_paged(lines, title=f"{hints.forum} {day}")) if layout.pages else "\n".join(lines)


def _item(lines: Sequence[Line]) -> TrueItem:
    mark = lines[0].mark
    assert mark is not None  # noqa: S101  (the caller cuts at the marks)
    passages: list[Passage] = [Passage(kind=SectionKind.DECISION)]
    for line in lines[1:]:
        if line.level and line.text and len(line.text) <= LONGEST_HEADING and not line.text.endswith("."):
            passages.append(Passage(kind=_kind(line.text), headings=[line.text]))
        elif ATTENDANCE.fullmatch(line.text):
            said = passages[-1].kind
            passages.append(Passage(kind=SectionKind.PARTICIPANTS, paragraphs=[line.text], note_in=said))
            passages.append(Passage(kind=said))
        elif line.text:
            passages[-1].paragraphs.append(line.text)
    kept = tuple(passage for passage in passages if passage.headings or passage.paragraphs)
    return TrueItem(number=mark.number, title=mark.title, case_number=mark.case_number, passages=kept)


def _kind(heading: str) -> SectionKind:
    """Return what stands under a heading: all that is no decision, recommendation or history is the case."""
    for pattern, kind in (
        (DECISION, SectionKind.DECISION),
        (RECOMMENDATION, SectionKind.RECOMMENDATION),
        (EARLIER, SectionKind.OTHER),
        (ATTACHMENTS, SectionKind.ATTACHMENTS),
    ):
        if pattern.fullmatch(heading):
            return kind
    return SectionKind.CASE


def _item_lines(item: TrueItem, layout: Layout) -> Iterator[str]:
    yield from ("", "") if layout.spaced else ()
    yield from _wrap(layout.item.format(number=item.number, title=item.title), layout)
    if layout.case and item.case_number:
        yield layout.case.format(case=item.case_number)
    for passage in item.printed(layout):
        yield from _passage_lines(passage, layout)


def _passage_lines(passage: Passage, layout: Layout) -> Iterator[str]:
    gap = ("",) if layout.spaced else ()
    paragraphs = list(passage.paragraphs)
    for heading in passage.headings:
        printed = layout.heading.format(heading.rstrip(":").upper() if layout.capitals else heading.rstrip(":"))
        if layout.inline and paragraphs and re.match(r"[A-ZÆØÅ]", paragraphs[0]):
            paragraphs[0] = f"{printed} {paragraphs[0]}"
        else:
            yield from (*gap, printed)
    for paragraph in paragraphs:
        yield from gap
        yield from _wrap(paragraph, layout)


def _wrap(text: str, layout: Layout) -> list[str]:
    """Break a paragraph at the width of the column, with hyphens where the layout has them."""
    if layout.width is None:
        return [text]
    if not layout.hyphens:
        return textwrap.wrap(text, layout.width, break_long_words=False, break_on_hyphens=False) or [""]
    lines = [""]
    for word in text.split():
        room = layout.width - len(lines[-1]) - 1
        if len(word) <= room or not lines[-1]:
            lines[-1] = f"{lines[-1]} {word}".strip()
            continue
        cut = _hyphen(word, room - 1)
        if cut:
            lines[-1] = f"{lines[-1]} {word[:cut]}-"
        lines.append(word[cut:])
    return lines


def _hyphen(word: str, room: int) -> int:
    """Return where a word of letters may be broken within the room: between vowel and consonant, 4 letters in."""
    if not word.isalpha() or not word.islower():
        return 0
    cuts = (i for i in range(min(room, len(word) - 4), 3, -1) if word[i - 1] in VOWELS and word[i] not in VOWELS)
    return next(cuts, 0)


def _leader(item: TrueItem, *, page: int) -> str:
    return f"{item.number}. {item.title[:70]} {'.' * 30} {page}"


def _paged(lines: Sequence[str], *, title: str) -> Iterator[str]:
    """Put a running header and a page number between the pages, in the midst of sentences too."""
    for i, line in enumerate(lines):
        if i and i % PAGE_LINES == 0:
            yield from ("", f"Side {i // PAGE_LINES}", title)
        yield line
