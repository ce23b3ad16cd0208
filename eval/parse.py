"""Parsed minutes held against what is known of them, as figures for each layout."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from eval.render import LAYOUTS, Layout, Passage, TrueItem, render, true_items
from index.parsing import parse_document
from index.reading import find_documents, read_document
from index.reading.document import RawDocument
from rag.domain import AgendaItem, Meeting, SectionKind
from rag.errors import ReadingError

RIGHT = 0.95
"""Share of a section's words that have to land in a section of its kind for it to count as right."""
WORD = re.compile(r"[^\W_]+")
SIGN = re.compile(r"(?:^|(?<=\s))(?:[•–*-]|\d{1,2}[.)])(?=\s|$)")
PLAIN_TEXT = "plain text: "
FIGURES = ("items", "titles", "words", "sections", "decisions", "dates", "outcomes")


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was right of how many, for one layout; `faults` says in words what was not."""

    documents: int = 0
    found: int = 0
    wanted: int = 0
    matched: int = 0
    right: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    total: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    faults: list[str] = field(default_factory=list)

    def count(self, figure: str, *, right: float, total: float = 1, fault: str = "") -> None:
        """Add to a figure, and note the fault where not all was right."""
        self.right[figure] += right
        self.total[figure] += total
        if right < total and fault:
            self.faults.append(f"{figure}: {fault}")

    def items(self, meeting: Meeting, numbers: Sequence[str], *, name: str = "") -> dict[str, AgendaItem]:
        """Compare the numbers of the items in order; return the items that are there, by place and number."""
        found = [item.number for item in meeting.numbered_items]
        blocks = SequenceMatcher(None, found, list(numbers), autojunk=False).get_matching_blocks()
        matched = {block.b + k: meeting.numbered_items[block.a + k] for block in blocks for k in range(block.size)}
        self.documents, self.matched = self.documents + 1, self.matched + len(matched)
        self.found, self.wanted = self.found + len(found), self.wanted + len(numbers)
        if found != list(numbers):
            self.faults.append(
                f"items: {name or meeting.source.name}: {' '.join(found)} instead of {' '.join(numbers)}"
            )
        return {str(place): item for place, item in matched.items()}

    def figures(self) -> dict[str, float | None]:
        """Return the shares by name; `items` is the F1 of the item boundaries, None where nothing was known."""
        shares: dict[str, float | None] = {"documents": self.documents}
        shares["items"] = 2 * self.matched / (self.found + self.wanted) if self.found + self.wanted else None
        for figure in FIGURES[1:]:
            shares[figure] = self.right[figure] / self.total[figure] if self.total[figure] else None
        return shares


def measure(paths: Iterable[Path], *, golden: Iterable[Path]) -> dict[str, Tally]:
    """Hold every document against what is known of it; figures by layout.

    A FirstAgenda JSON is its own truth, rendered to plain text in every layout. Of other files one of the `golden`
    files or folders tells, by the file's name. Raises ReadingError where nothing is known of any.
    """
    known = {facts["file"]: facts for facts in read_goldens(golden)}
    tallies: dict[str, Tally] = defaultdict(Tally)
    for path in find_documents(list(paths)):
        facts = known.get(path.name) or known.get(path.name.split("_")[0])
        if facts is None and path.suffix != ".json":
            continue
        document = read_document(path)
        if facts is not None:
            hold(facts, parse_document(document), tallies[facts.get("layout", f"sample {document.kind}")])
        else:
            _hold_rendered(document, tallies)
    if not tallies:
        raise ReadingError("Nothing is known of these files: give FirstAgenda JSON, or --golden with their facts.")
    return dict(tallies)


def read_goldens(places: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Read files of facts: one for each document, or one that holds short facts of several by number."""
    for place in places:
        for path in sorted(place.rglob("*.json")) if place.is_dir() else [place]:
            facts = json.loads(path.read_text("utf-8"))
            if "file" in facts:
                yield facts
            else:
                yield from (_spelled_out(name, short) for name, short in facts.items())


def hold(facts: Mapping[str, Any], meeting: Meeting, tally: Tally) -> None:
    """Hold a meeting against the facts of a golden file."""
    wanted = facts["items"]
    pairs = tally.items(meeting, [item["number"] for item in wanted])
    found_date = meeting.date.isoformat() if meeting.date else None
    tally.count("dates", right=found_date == facts["date"], fault=f"{meeting.source.name}: {found_date}")
    for place, item in pairs.items():
        known, where = wanted[int(place)], f"{meeting.source.name} {item.number}"
        tally.count("titles", right=item.title == known["title"], fault=f"{where}: {item.title}")
        outcomes = [known["outcome"], *known.get("outcome_also", [])]
        tally.count("outcomes", right=item.outcome.value in outcomes, fault=f"{where}: {item.outcome.value}")
        if decision := known.get("decision"):
            text = item.decision.text.removesuffix("\n.") if item.decision else ""
            right = text.startswith(decision["first_words"]) and text.endswith(decision["last_words"])
            tally.count("sections", right=right, fault=f"{where}: {text[:40]} … {text[-40:]}")
        if known.get("sections") is not None and not (item.closed and not known["sections"]):
            _hold_sections(known["sections"], shown_sections(item), tally, where=where)


def shown_sections(item: AgendaItem) -> list[tuple[str, str]]:
    """Return the kinds and texts of an item's sections, neighbours of one kind as one, without attachments."""
    shown = [s for s in item.sections if s.text and s.kind is not SectionKind.ATTACHMENTS and s.heading != "Ansvar"]
    return [
        (kind.value, "\n".join(section.text for section in group))
        for kind, group in groupby(shown, key=lambda section: section.kind)
    ]


def plain(text: str) -> str:
    """Return a text without list signs and line breaks."""
    return " ".join(SIGN.sub("", " ".join(text.split())).split())


def table(tallies: Mapping[str, Tally]) -> Table:
    """Lay the figures out, a row for each layout; "–" where there is nothing to count."""
    laid_out = Table(box=SIMPLE_HEAD, padding=0, show_edge=False)
    laid_out.add_column("layout", no_wrap=True)
    for name in ("documents", *FIGURES):
        laid_out.add_column("item F1" if name == "items" else name, justify="right", no_wrap=True)
    for layout, tally in tallies.items():
        laid_out.add_row(layout, *(_cell(value) for value in tally.figures().values()))
    return laid_out


def document(tallies: Mapping[str, Tally]) -> dict[str, Any]:
    """Return the figures as JSON objects, with what is wrong in words."""
    return {layout: {**tally.figures(), "faults": tally.faults} for layout, tally in tallies.items()}


def _hold_sections(
    wanted: Sequence[Mapping[str, str]], found: Sequence[tuple[str, str]], tally: Tally, *, where: str
) -> None:
    """Count the sections that are found in order with their kind, first and last words."""
    kinds = [kind for kind, _ in found]
    blocks = SequenceMatcher(None, kinds, [s["kind"] for s in wanted], autojunk=False).get_matching_blocks()
    pairs = [(found[b.a + k][1], wanted[b.b + k]) for b in blocks for k in range(b.size)]
    right = sum(
        plain(section["first_words"]) in plain(text[:400]) and plain(section["last_words"]) in plain(text[-200:])
        for text, section in pairs
    )
    tally.count("sections", right=right, total=max(len(wanted), len(found)), fault=f"{where}: {' '.join(kinds)}")


def _spelled_out(name: str, short: Mapping[str, Any]) -> dict[str, Any]:
    """Return short facts (lists instead of objects, the file by its first letters) in the form of a golden file."""
    return {
        "file": name,
        "layout": "cluster groups",
        "date": short["date"],
        "items": [
            {
                "number": number,
                "title": title,
                "outcome": outcome,
                "sections": _merged(short["sections"][number]),
            }
            for number, title, outcome in short["items"]
        ],
    }


def _merged(sections: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    shown = [s for s in sections if s[4] and s[0] != SectionKind.ATTACHMENTS and s[1] != "Ansvar"]
    groups = [list(group) for _, group in groupby(shown, key=lambda section: section[0])]
    return [{"kind": g[0][0], "first_words": g[0][2], "last_words": g[-1][3]} for g in groups]


def _hold_rendered(source: RawDocument, tallies: dict[str, Tally]) -> None:
    """Render a document in every layout, read it from the text alone, and hold that against its source."""
    wanted, truth = true_items(source), parse_document(source)
    with tempfile.TemporaryDirectory() as folder:
        for layout in LAYOUTS:
            path = Path(folder) / "text.txt"
            path.write_text(render(source, wanted, layout=layout), encoding="utf-8")
            meeting = parse_document(read_document(path))
            _hold_text(meeting, wanted, truth, tallies[PLAIN_TEXT + layout.name], layout=layout)


def _hold_text(meeting: Meeting, wanted: Sequence[TrueItem], truth: Meeting, tally: Tally, *, layout: Layout) -> None:
    name = truth.source.name
    pairs = tally.items(meeting, [item.number for item in wanted], name=name)
    tally.count("dates", right=meeting.date == truth.date, fault=f"{name}: {meeting.date}")
    for place, known in enumerate(wanted):
        item, where = pairs.get(str(place)), f"{name} {known.number}"
        for kind, right, total in _landed(known.printed(layout), item):
            tally.count("words", right=right, total=total)
            tally.count("sections", right=right >= RIGHT * total, fault=f"{where}: {right} of {total} in {kind.value}")
        if item is None:
            continue
        tally.count("titles", right=_same(item.title, known.title), fault=f"{where}: {item.title}")
        right = _decision_words(item) == _words("\n".join(known.decision))
        tally.count("decisions", right=right, fault=f"{where}: other words than the source's")
        stated = truth.numbered_items[place].outcome
        tally.count(
            "outcomes", right=item.outcome is stated, fault=f"{where}: {item.outcome.value}, not {stated.value}"
        )


def _landed(passages: Sequence[Passage], item: AgendaItem | None) -> Iterator[tuple[SectionKind, int, int]]:
    """Yield for each passage with words its kind, how many of them landed in a section of it, and how many it has."""
    wanted = [(word, i) for i, passage in enumerate(passages) for word in _words("\n".join(passage.paragraphs))]
    found = [(word, s.kind) for s in (item.sections if item else ()) for word in _words(f"{s.heading}\n{s.text}")]
    right: Counter[int] = Counter()
    matcher = SequenceMatcher(None, [w for w, _ in found], [w for w, _ in wanted], autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        for k in range(size):
            place = wanted[b + k][1]
            right[place] += found[a + k][1] is passages[place].kind
    totals = Counter(place for _, place in wanted)
    yield from ((passages[place].kind, right[place], total) for place, total in totals.items())


def _decision_words(item: AgendaItem) -> list[str]:
    return _words("\n".join(s.text for s in item.sections if s.kind is SectionKind.DECISION))


def _words(text: str) -> list[str]:
    """Return the words of a text; a hyphen does not part them."""
    return WORD.findall(re.sub(r"(?<=\w)-\s?(?=\w)", "", text).lower())


def _same(found: str, wanted: str) -> bool:
    return _words(found) == _words(wanted)


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
