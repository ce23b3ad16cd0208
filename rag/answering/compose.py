"""An answer without a language model: the minutes' own words, introduced by what they are and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from rag.answering import phrases
from rag.answering.choosing import Run
from rag.answering.decided import BARE_LENGTH, PROPOSAL, decisions_of, departs, is_echo, is_whole, refers
from rag.answering.draft import CORE, Draft
from rag.answering.points import points_named
from rag.answering.presence import present_runs
from rag.answering.spanning import ACROSS_ITEMS, held_on, is_later, told_of
from rag.danish.normalise import contains_verbatim
from rag.danish.sentences import split_sentences
from rag.domain import (
    Abbreviation,
    AgendaItem,
    Chunk,
    DocumentType,
    Hit,
    Intent,
    Meeting,
    Section,
    SectionKind,
)
from rag.understanding import Query

LINE_BUDGET = 400
"""Characters of a meeting's line in a development over time."""
RIVAL_BUDGET = 400
"""Characters of an item that may as well be the one asked for as the best."""
DECISION_BUDGET = 350
"""Characters of the decision shown beside the facts of an item."""
RECOMMENDATION_BUDGET = 900
WHOLE_DECISION, ASKED_DECISION = 350, 600
"""Characters of a decision that is always quoted whole, and where just the decision is asked for: who could not agree
stands at its end."""
PROPOSED = re.compile(r"\b(?:indstilles|indstillet|foreslås|foreslået)\b", re.IGNORECASE)
BRIEF = 150
"""Characters of a decision that is told beside facts of the case in any case; a longer one only where it answers."""
_CASES = (Intent.FACT, Intent.REASON, Intent.DEFINITION)
ACTS = re.compile(r"\bansvar\w*|\btovholder\w*|\bfølger op\b|\bfølges op\b", re.IGNORECASE)
YES_OR_NO = re.compile(
    r"(?:^|[,:;–-]\s+)(?:så\s+)?"
    r"(?:er|var|bliver|blev|skal|skulle|kommer|kom|går|må|kan|har|fik|får|lukker|fortsætter|endte"
    r"|did|is|are|was|will|has) \w+",
    re.IGNORECASE,
)
"""A question for yes or no, by itself or after what it is about: "TeleKOL, er det i gang?"."""
LONG_FORM = re.compile(
    r"\bstår\b.*\bfor\b|\bdækker\b.*\bover\b|\bbogstaverne\b|\bforkort\w*|\bbetyder\b|\bstands? for\b|\bshort for\b",
    re.IGNORECASE,
)
"""Questions for nothing but the words that an abbreviation stands for."""
_FIGURES = (Intent.HOW_MANY, Intent.WHEN, Intent.WHO, Intent.LIST)
"""Questions for a figure, a date, a name or a list are answered by just that."""


def compose(
    query: Query, hits: Sequence[Hit], chunks: Mapping[str, Chunk] | None = None, *, begun: Draft | None = None
) -> Draft:
    """Write the answer from the ranked items; a draft without citations means that they hold nothing to quote.

    `chunks` are the stretches of text that the search found, by id; an answer that is `begun` is gone on with.
    """
    draft = begun or Draft(query=query, chunks=chunks or {})
    if not hits or (begun and LONG_FORM.search(query.question)):
        return draft
    if query.intent is Intent.ACROSS:
        _over_time(draft, hits)
        return draft
    best, *rivals = told_of(query, hits)
    _facts(draft, best)
    for rival in rivals if draft.citations and not begun else ():
        _beside(draft, rival, lead=phrases.later if is_later(query, rival, best) else phrases.may_be)
    return draft


def define(query: Query, entry: Abbreviation, hit: Hit, chunks: Mapping[str, Chunk]) -> Draft | None:
    """Begin an answer with what an abbreviation stands for and the sentence of the item that explains it.

    Returns None when the item has no sentence with both forms.
    """
    draft = Draft(query=query, chunks=chunks)
    forms = (entry.short, entry.long)
    runs = _sentence_runs(hit.item.sections)
    if run := next((it for it in runs if all(contains_verbatim(it.quote, form) for form in forms)), None):
        draft.lines.append(phrases.stands_for(entry))
        lead = f"{phrases.place(hit.meeting, hit.item)}. {phrases.section_lead(hit.meeting, run.section)}"
        draft.add(lead, draft.cite(hit, [run]))
    return draft if draft.citations else None


def treated(query: Query, hits: Sequence[Hit], names: Callable[[str], bool]) -> Draft:
    """Write that something was treated: how often, and for some of the hits, best first, a line with its words.

    `names` tells whether a text names the subject; the lines come newest first.
    """
    draft = Draft(query=query)
    meetings = {hit.meeting.id for hit in hits}
    draft.lines.append(phrases.treated(query.subject, items=len(hits), meetings=len(meetings)))
    for hit in sorted(hits[:ACROSS_ITEMS], key=held_on, reverse=True):
        if run := _naming(hit, names):
            lead = phrases.section_lead(hit.meeting, run.section)
            draft.add(f"• {phrases.place(hit.meeting, hit.item)}. {lead}", draft.cite(hit, [run], in_one_line=True))
    if len(hits) > ACROSS_ITEMS:
        draft.lines.append(phrases.more_items(len(hits) - ACROSS_ITEMS))
    return draft


def looked_up(query: Query, found: Sequence[tuple[Hit, Sequence[Run]]]) -> Draft:
    """Write words that were looked up, by the places that they stand in."""
    draft = Draft(query=query)
    for hit, runs in found:
        draft.lines.append(f"{phrases.place(hit.meeting, hit.item)}:")
        for lead, quotes in _quoted(draft, hit, runs):
            draft.add(lead, quotes)
    return draft


def _naming(hit: Hit, names: Callable[[str], bool]) -> Run | None:
    """Return the sentence of an item that names something, a decision's first; else its first sentence."""
    sections = sorted(
        (section for section in hit.item.sections if section.text),
        key=lambda section: (section.kind is not SectionKind.DECISION, section.kind is SectionKind.ATTACHMENTS),
    )
    runs = list(_sentence_runs(sections))
    return next((run for run in runs if names(run.quote)), runs[0] if runs else None)


def _sentence_runs(sections: Iterable[Section]) -> Iterator[Run]:
    """Yield every sentence of the sections by itself."""
    for section in sections:
        for span in split_sentences(section.text):
            yield Run(section=section, start=span.start, end=span.end, score=1.0)


def silence(hits: Sequence[Hit], *, documents: int, period: tuple[date, date] | None, reason: str = "") -> str:
    """Write that the minutes do not tell, why as far as that is known, and name the nearest items."""
    lines = [phrases.silence(documents=documents, period=period), *([reason] if reason else [])]
    if hits:
        lines += ["", phrases.NEAREST, *(f"• {phrases.place(hit.meeting, hit.item)}" for hit in hits[:3])]
    return "\n".join(lines)


def _decision(draft: Draft, hit: Hit, *, told: Sequence[Run], recommended: Sequence[Run]) -> None:
    """Quote the decision, whole where it is short, and beside a bare one the recommendation it refers to.

    Of a long decision that is quoted which was chosen, or else the best of it; so it is with the recommendation.
    """
    decided = decisions_of(hit)
    asked = draft.query.intent in (Intent.DECISION, Intent.STATUS)
    if sum(len(section.text) for section in decided) <= (ASKED_DECISION if asked else WHOLE_DECISION):
        runs = [_whole(section) for section in decided]
    else:
        runs = list(told) or draft.choose(hit, {SectionKind.DECISION}, budget=DECISION_BUDGET)
    words = " ".join(run.quote for run in runs)
    draft.add(phrases.decision_lead(hit.meeting, hit.item, words), draft.cite(hit, runs))
    if refers(decided):
        points = points_named(hit.item, words)
        short = sum(run.end - run.start for run in points) <= RECOMMENDATION_BUDGET
        referred = (
            (points if short else [])
            or recommended
            or draft.choose(hit, {SectionKind.RECOMMENDATION}, budget=RECOMMENDATION_BUDGET)
        )
        if not is_echo(referred, words, question=draft.query.question):
            whole = bool(points and short) or is_whole(hit, referred)
            lead = phrases.recommended(whole=whole, adopted=not departs(hit, words))
            draft.add(lead, draft.cite(hit, referred))


def _follow_up(draft: Draft, hit: Hit) -> None:
    """Quote by when and by whom a decision is to be acted on, where that is not quoted yet."""
    texts = {section.id: section for section in hit.item.sections}
    for deadline in hit.item.deadlines:
        section = texts.get(deadline.section_id)
        start = section.text.find(deadline.words) if section else -1
        if section and start >= 0 and deadline.decided and not draft.quotes(hit, deadline.words):
            run = Run(section=section, start=start, end=start + len(deadline.words), score=0.0)
            draft.add(phrases.deadline(deadline.due), draft.cite(hit, [run]))
    for name in hit.item.responsible:
        if not draft.quotes(hit, name) and (told := _made_responsible(hit, name)):
            draft.add(phrases.RESPONSIBLE, draft.cite(hit, [told]))


def _made_responsible(hit: Hit, name: str) -> Run | None:
    """Return the shortest sentence that names one who is to act, and says so."""
    named = _sentence_runs(hit.item.sections)
    runs = (run for run in named if contains_verbatim(run.quote, name) and ACTS.search(run.quote))
    return min(runs, key=lambda run: run.end - run.start, default=None)


def _whole(section: Section) -> Run:
    return Run(section=section, start=0, end=len(section.text), score=1.0)


def _facts(draft: Draft, hit: Hit) -> None:
    """Quote the sentences that answer, grouped by what they stand under; what was decided comes first."""
    query, decided = draft.query, decisions_of(hit)
    if query.intent is Intent.DECISION and hit.meeting.document_type is DocumentType.MINUTES and not decided:
        draft.lines.append(phrases.NO_DECISION)
    kinds = _kinds(query, decided=decided)
    if _answers_in_recommendation(query, hit):
        kinds = kinds | {SectionKind.RECOMMENDATION}
    runs = present_runs(query, hit.item) or draft.choose(hit, kinds) or draft.choose(hit, set(SectionKind))
    proposed = [run for run in runs if run.section.kind is SectionKind.RECOMMENDATION]
    recommended = proposed if refers(decided) else []
    told = [run for run in runs if run.section.kind is SectionKind.DECISION] if decided else []
    if decided and (proposed or any(map(_proposes, runs)) or _settles(query, decided, told=told)):
        _decision(draft, hit, told=told, recommended=recommended)
        if query.intent is Intent.DECISION:
            _follow_up(draft, hit)
        runs = [run for run in runs if run not in recommended and run not in told]
    elif not draft.citations:
        draft.lines.append(f"{phrases.place(hit.meeting, hit.item)}:")
    for lead, quotes in _quoted(draft, hit, runs):
        draft.add(lead, quotes)


def _beside(draft: Draft, hit: Hit, *, lead: Callable[[Meeting, AgendaItem], str]) -> None:
    """Quote the best of an item that may as well be the one asked for, introduced as just that, or as a later one."""
    settled = _settles(draft.query, decisions_of(hit), told=())
    told = _quoted(draft, hit, _briefly(draft, hit, budget=RIVAL_BUDGET, short=WHOLE_DECISION, settled=settled))
    if told:
        draft.lines.append(lead(hit.meeting, hit.item))
    for introduction, quotes in told:
        draft.add(introduction, quotes)


def _briefly(draft: Draft, hit: Hit, *, budget: int, short: int, settled: bool) -> list[Run]:
    """Choose what to tell of one item among several; no recommendation without what came of it.

    A decision of so many characters at most is told whole beside a recommendation, or in any case (`settled`); beside
    a longer one there is none.
    """
    decided = decisions_of(hit)
    kinds = _kinds(draft.query, decided=decided)
    runs = draft.choose(hit, kinds, budget=budget)
    if not decided:
        return runs
    recommended = any(run.section.kind is SectionKind.RECOMMENDATION for run in runs)
    if (settled or recommended) and sum(len(section.text) for section in decided) <= short:
        return [*map(_whole, decided), *(run for run in runs if run.section.kind is not SectionKind.DECISION)]
    return draft.choose(hit, kinds - {SectionKind.RECOMMENDATION}, budget=budget) if recommended else runs


def _settles(query: Query, decided: Sequence[Section], *, told: Sequence[Run]) -> bool:
    """Tell whether the decision belongs to the answer: not to a figure or a name, nor a long one to facts beside it."""
    if YES_OR_NO.search(query.question.strip()):
        return True
    if query.intent in _CASES:
        return bool(told) or sum(len(section.text) for section in decided) <= BRIEF
    return query.intent not in _FIGURES


def _proposes(run: Run) -> bool:
    """Tell whether words of a case are what is recommended in it: "Beløbet indstilles til 7.000 kr."."""
    return run.section.kind is SectionKind.CASE and PROPOSED.search(run.quote) is not None


def _answers_in_recommendation(query: Query, hit: Hit) -> bool:
    """Tell whether the reader sees what is asked of a case stand in the recommendation, and nowhere as well."""
    if not hit.reading or query.intent in (Intent.DECISION, Intent.STATUS):
        return False
    proposed = {section.id for section in hit.item.sections if section.kind is SectionKind.RECOMMENDATION}
    inside = max((it.probability for it in hit.reading.sentences if it.section_id in proposed), default=0.0)
    beside = max((it.probability for it in hit.reading.sentences if it.section_id not in proposed), default=0.0)
    return inside >= CORE > beside


def _kinds(query: Query, *, decided: Sequence[Section]) -> set[SectionKind]:
    """Return the sections that may answer: beside a decision no recommendation, unless asked for or referred to."""
    kinds = set(SectionKind) - {SectionKind.ATTACHMENTS}
    if not decided or refers(decided) or PROPOSAL.search(query.question):
        return kinds
    return kinds - {SectionKind.RECOMMENDATION}


def _quoted(draft: Draft, hit: Hit, runs: Sequence[Run], *, in_one_line: bool = False) -> list[tuple[str, str]]:
    """Cite runs by what introduces them, so that nothing is introduced twice; what was decided comes first."""
    grouped: dict[str, list[Run]] = {}
    for run in sorted(runs, key=lambda run: run.section.kind is not SectionKind.DECISION):
        grouped.setdefault(phrases.section_lead(hit.meeting, run.section), []).append(run)
    told = [(lead, draft.cite(hit, group, in_one_line=in_one_line)) for lead, group in grouped.items()]
    return [(lead, quotes) for lead, quotes in told if quotes]


def _over_time(draft: Draft, hits: Sequence[Hit]) -> None:
    """Write one line per meeting, newest first, with what was decided or said."""
    for hit in sorted(told_of(draft.query, hits), key=held_on, reverse=True):
        runs = _briefly(draft, hit, budget=LINE_BUDGET, short=BARE_LENGTH, settled=True)
        told = _quoted(draft, hit, runs, in_one_line=True)
        if told:
            words = " ".join(f"{lead}: {quotes}" for lead, quotes in told)
            draft.lines.append(f"• {phrases.place(hit.meeting, hit.item)}. {words}")
