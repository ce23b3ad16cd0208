"""An answer without a language model: the minutes' own words, introduced by what they are and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rag.answering import phrases
from rag.answering.choosing import LIST_LINE, Run, choose_runs
from rag.danish.normalise import contains_verbatim
from rag.domain import Citation, DocumentType, Hit, Intent, Section, SectionKind
from rag.understanding import Query

BARE = re.compile(
    r"\b(?:indstilling\w*|godkendt|godkendes|efterretning|tiltrådt|anbefal\w*|som indstillet|\d\.?\s?[-–]\s?\d)\b",
    re.IGNORECASE,
)
BARE_LENGTH = 200
ACROSS_ITEMS = 5
ACROSS_SHARE = 0.6
"""An item belongs to a development over time when its score is at least this share of the best one's."""
PEOPLE = re.compile(r"\b(?:deltog|deltagere?|deltager|afbud|mødeleder|fraværende|til ?stede|mødt)\b", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Draft:
    """An answer being written: lines of text, and the citations they point to."""

    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def cite(self, hit: Hit, section: Section, quote: str) -> str | None:
        """Add a quotation and return it in quotation marks with its number; None if it is not in the section."""
        quote = quote.strip()
        if not quote or not contains_verbatim(section.text, quote):
            return None
        number = len(self.citations) + 1
        self.citations.append(Citation(number=number, meeting=hit.meeting, item=hit.item, section=section, quote=quote))
        shown = quote if LIST_LINE.search(quote) and "\n" in quote else " ".join(quote.split())
        return f"»{shown}« [{number}]"


def compose(query: Query, hits: Sequence[Hit]) -> Draft:
    """Write the answer from the ranked items; an empty draft means that they hold nothing to quote."""
    draft = Draft()
    if not hits:
        return draft
    if query.intent is Intent.ACROSS:
        _over_time(draft, query, hits)
    elif query.intent is Intent.DECISION:
        _decision(draft, query, hits[0])
    else:
        _facts(draft, query, hits[0])
    return draft


def silence(draft_hits: Sequence[Hit], *, documents: int, period: tuple[date, date] | None) -> str:
    """Write that the minutes do not tell, and name the nearest items."""
    lines = [phrases.silence(documents=documents, period=period)]
    if draft_hits:
        lines += [
            "",
            phrases.NEAREST,
            *(f"• {phrases.place(hit.meeting, hit.item)}" for hit in draft_hits[:3]),
        ]
    return "\n".join(lines)


def _decision(draft: Draft, query: Query, hit: Hit) -> None:
    """Quote the decision of minutes; an agenda, an annex or an item without decision is said to be one."""
    decisions = [s for s in hit.item.sections if s.kind is SectionKind.DECISION and s.text]
    if hit.meeting.document_type is not DocumentType.MINUTES:
        _facts(draft, query, hit)
        return
    if not decisions:
        draft.lines.append(phrases.NO_DECISION)
        _facts(draft, query, hit)
        return
    runs = choose_runs(query, hit.item, kinds={SectionKind.DECISION})
    words = " ".join(run.quote for run in runs)
    quotes = [quote for run in runs if (quote := draft.cite(hit, run.section, run.quote))]
    draft.lines.append(f"{phrases.decision_lead(hit.meeting, hit.item, words)}: {' … '.join(quotes)}")
    if sum(len(section.text) for section in decisions) <= BARE_LENGTH and BARE.search(words):
        _recommended(draft, hit)


def _recommended(draft: Draft, hit: Hit) -> None:
    """Join a bare decision with the recommendation it refers to."""
    section = next((s for s in hit.item.sections if s.kind is SectionKind.RECOMMENDATION and s.text), None)
    if section and (quote := draft.cite(hit, section, section.text[:900])):
        draft.lines.append(f"{phrases.RECOMMENDED}: {quote}")


def _facts(draft: Draft, query: Query, hit: Hit) -> None:
    """Quote the sentences that answer, grouped by the section they stand in."""
    kinds = {SectionKind.PARTICIPANTS} if PEOPLE.search(query.question) and query.intent is Intent.WHO else None
    runs = choose_runs(query, hit.item, kinds=kinds) or choose_runs(query, hit.item)
    if not runs:
        return
    draft.lines.append(f"{phrases.place(hit.meeting, hit.item)}:")
    for section, group in _by_section(runs):
        quotes = [quote for run in group if (quote := draft.cite(hit, section, run.quote))]
        draft.lines.append(f"{phrases.section_lead(hit.meeting, section)}: {' … '.join(quotes)}")


def _by_section(runs: Sequence[Run]) -> list[tuple[Section, list[Run]]]:
    grouped: dict[str, tuple[Section, list[Run]]] = {}
    for run in runs:
        grouped.setdefault(run.section.id, (run.section, []))[1].append(run)
    return list(grouped.values())


def _over_time(draft: Draft, query: Query, hits: Sequence[Hit]) -> None:
    """Write one line per meeting, newest first, with what was decided or said."""
    close = [hit for hit in hits if hit.score >= ACROSS_SHARE * hits[0].score][:ACROSS_ITEMS]
    for hit in sorted(close, key=lambda hit: hit.meeting.date or date.min, reverse=True):
        run = _best_run(query, hit)
        if run is not None and (quote := draft.cite(hit, run.section, run.quote)):
            draft.lines.append(
                f"• {phrases.place(hit.meeting, hit.item)}. {phrases.section_lead(hit.meeting, run.section)}: {quote}"
            )


def _best_run(query: Query, hit: Hit) -> Run | None:
    decided = choose_runs(query, hit.item, kinds={SectionKind.DECISION})
    runs = decided or choose_runs(query, hit.item)
    return max(runs, key=lambda run: run.score, default=None)
