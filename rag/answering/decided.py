"""What a decision says by itself, and what of its recommendation has to stand beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answering.choosing import Run
from rag.danish.sentences import split_sentences
from rag.domain import DocumentType, Hit, Outcome, Section, SectionKind

BARE = re.compile(
    r"\b(?:indstilling\w*|godkendt|godkendes|efterretning|tiltrådt|anbefal\w*|som indstillet|\d\.?\s?[-–]\s?\d)\b",
    re.IGNORECASE,
)
BARE_LENGTH = 200
"""Characters of a decision that may say little by itself."""
ADOPTS = re.compile(
    r"\b(?:vedtog|vedtag(?:er|et)|godkend(?:er|t\w*)|tiltr[åæ]d\w*|følg(?:er|te))\b[^.;\n]{0,80}\bindstilling\w*"
    r"|\bindstilling\w*\b[^.;\n]{0,60}\b(?:vedtag\w+|godkend\w+|tiltrådt\w*|fulgt\w*)\b",
    re.IGNORECASE,
)
"""Words that adopt a recommendation, whatever else a decision says."""
LEAD_IN = 80
"""Characters before the points of a recommendation: "Administrationen indstiller,"."""
_AMOUNT = re.compile(
    r"(?<![\d.,])(\d[\d.,]*\d|\d)\s?(?:(?:t\.\s?|mio\.?\s?|mia\.?\s?)?kr\b|kroner\b|mio\b|mia\b|%|‰|pct\b|procent\b)",
    re.IGNORECASE,
)
"""An amount of money, or a share."""
PROPOSAL = re.compile(
    r"\b(?:indstil\w*|foresl\w*|forslag\w*|anbefal\w*|oplæg\w*|propos\w*|recommend\w*)", re.IGNORECASE
)
NOTED = re.compile(r"\btil\s+efterretning\b", re.IGNORECASE)
MERELY_NOTED = re.compile(
    r"(?:\d{1,2}[.)]\s*)?(?:(?!\bat\b)[^.;:\d\n])*\bat\b(?:(?!\bat\b)[^.;:\d\n])*\btil\s+efterretning\W*", re.IGNORECASE
)
"""A recommendation of one sentence, without a figure, that a thing be noted."""


def decisions_of(hit: Hit) -> list[Section]:
    """Return the sections that decide: those of minutes only, for an agenda or an annex decides nothing."""
    if hit.meeting.document_type is not DocumentType.MINUTES:
        return []
    return [s for s in hit.item.sections if s.kind is SectionKind.DECISION and s.text]


def _is_bare(decided: Sequence[Section]) -> bool:
    """Tell whether a decision says little by itself: "Indstillingen blev godkendt", "1.-2. anbefales"."""
    words = " ".join(section.text for section in decided)
    return bool(decided) and len(words) <= BARE_LENGTH and bool(BARE.search(words))


def refers(decided: Sequence[Section]) -> bool:
    """Tell whether a decision needs the recommendation to be understood: it is bare, or has a sentence adopt it.

    That somebody could not agree ("kunne ikke tiltræde indstillingen") adopts nothing.
    """
    sentences = (span.of(section.text) for section in decided for span in split_sentences(section.text))
    return _is_bare(decided) or any(ADOPTS.search(it) and not re.search(r"\bikke\b", it) for it in sentences)


def departs(hit: Hit, decided: str) -> bool:
    """Tell whether a decision did not adopt the recommendation as it was: turned it down, or set another amount."""
    proposed = " ".join(section.text for section in hit.item.sections if section.kind is SectionKind.RECOMMENDATION)
    before, after = set(_AMOUNT.findall(proposed)), set(_AMOUNT.findall(decided))
    return hit.item.outcome is Outcome.REJECTED or bool(after - before and before - after)


def is_whole(hit: Hit, runs: Sequence[Run]) -> bool:
    """Tell whether runs are all of a recommendation, but for what leads into it."""
    every = [section for section in hit.item.sections if section.kind is SectionKind.RECOMMENDATION]
    return sum(len(section.text) for section in every) - sum(run.end - run.start for run in runs) <= LEAD_IN


def is_echo(recommended: Sequence[Run], decided: str, *, question: str) -> bool:
    """Tell whether it was recommended to note what was noted, which a reader gathers from the decision alone."""
    asked = bool(PROPOSAL.search(question))
    noted = len(recommended) == 1 and bool(MERELY_NOTED.fullmatch(recommended[0].quote.strip()))
    return noted and not asked and bool(NOTED.search(decided))
