"""A file of questions checked against the minutes it asks about: every fault is one line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from eval.dataset import Gold, Question, Split
from index.parsing import parse_document
from index.reading import find_documents, read_document
from rag.domain import Meeting, SectionKind

RUN = 4
"""This many content words in a row make a question a copy of its evidence."""
CONTENT_LETTERS = 4
_FUNCTION_WORDS = """
aldrig alle alligevel allerede altid andet andre bare begge blev blevet blive bliver både denne dens
deres dermed derfor desuden dette disse efter eller endnu enten fordi fremfor from først gennem gerne
hans have haft hele hendes herunder hver hvad hvem hvert hvilke hvilken hvilket hvis hvor hvordan hvorfor
hvornår ikke imens imod inden indenfor ingen igen kunne lige meget mellem mens mere mest måske måtte
nogen noget nogle også over samme samt selv sine skal skulle sådan således that their there they this
under uden udover være været ville what when which will with would
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
DEV_REMAINDERS = (1, 3)
DEV_SHARE = 0.4
SPLIT_TOLERANCE = 0.15
"""So far the share of development questions may lie from DEV_SHARE within a type."""

_TYPES = """
decision fact howmany who when list reason background status across chat acronym compound everyday typo english
timebound forumbound definition absence trap closed nearmiss unanswerable
"""
TYPES = frozenset(_TYPES.split())
NEVER_ANSWERABLE = frozenset(("unanswerable", "nearmiss"))
SOMETIMES_ANSWERABLE = frozenset(("absence", "trap", "closed", "chat"))
"""Types that hold questions with an answer and others without; the types in neither set always have one."""
SECTIONS = frozenset(("", *SectionKind))

Evidence = dict[Gold, list[tuple[SectionKind, str]]]
"""The sections of every agenda item of the minutes, as kind and text; the title is an `andet` section."""


def check(questions: Sequence[Question], evidence: Evidence) -> list[str]:
    """Return every fault of the questions, given the minutes they ask about."""
    return [
        *_repeated("id", (question.id for question in questions)),
        *_repeated("question", (f"{q.question} {q.history}" for q in questions)),
        *(f"{q.id}: {fault}" for q in questions for fault in _faults(q, evidence)),
        *_unbalanced(questions),
    ]


def _repeated(what: str, values: Iterable[str]) -> Iterator[str]:
    yield from (f"{what} given {n} times: {value}" for value, n in Counter(values).items() if n > 1)


def _faults(question: Question, evidence: Evidence) -> Iterator[str]:
    """Yield what is wrong with one question."""
    if question.type not in TYPES or question.section not in SECTIONS:
        yield f"type {question.type} or section {question.section} is none of the README's"
    if question.split != split_of(question.id):
        yield f"split is {question.split}, the rule gives {split_of(question.id)}"
    if question.type not in SOMETIMES_ANSWERABLE and question.answerable is (question.type in NEVER_ANSWERABLE):
        yield "answerable and type disagree"
    if question.type == "english" and question.language != "en":
        yield "an english question has the language en"
    if (question.type == "chat") is not bool(question.history):
        yield "chat questions have a history, others have none"
    if (question.type == "across") > (len(question.gold) > 1):
        yield "a question across meetings needs several gold items"
    filled = (question.gold, question.section, question.reference, question.must_contain)
    if not (all(filled) if question.answerable else not any((*filled, question.must_not_contain))):
        yield "gold, section, reference and must_contain go with an answer, and only with one"
    if unknown := [gold for gold in question.gold if gold not in evidence]:
        yield from (f"{gold.source} has no item {gold.item}" for gold in unknown)
    else:
        yield from _unfounded(question, evidence)
        yield from _copied(question, evidence)


def split_of(question_id: str) -> Split:
    """Return the split that an id's number gives; questions stand type by type, so each is split alike."""
    return "dev" if int(re.sub(r"\D", "", question_id)) % 5 in DEV_REMAINDERS else "test"


def _unfounded(question: Question, evidence: Evidence) -> Iterator[str]:
    """Yield patterns that no gold item holds in the named section, and gold items that hold no pattern."""
    texts = {gold: evidence[gold] for gold in question.gold}
    for pattern in question.must_contain:
        kinds = [kind for sections in texts.values() for kind, text in sections if _matches(pattern, text)]
        if not kinds:
            yield f"must_contain {pattern.pattern} is in no gold item"
        elif question.type != "across" and question.section not in kinds:
            yield f"must_contain {pattern.pattern} is in {', '.join(sorted(set(kinds)))}, not in {question.section}"
    for gold, sections in texts.items():
        if not any(_matches(pattern, text) for pattern in question.must_contain for _, text in sections):
            yield f"no must_contain is in {gold.source} item {gold.item}"
    for pattern in question.must_not_contain:
        if not any(_matches(pattern, text) for sections in texts.values() for _, text in sections):
            yield f"must_not_contain {pattern.pattern} is in no gold item, so it guards against nothing"


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    return bool(pattern.search(text))


def _copied(question: Question, evidence: Evidence) -> Iterator[str]:
    """Yield the runs of content words that the question shares with the documents of its gold items."""
    sources = {gold.source for gold in question.gold}
    texts = (text for gold, sections in evidence.items() if gold.source in sources for _, text in sections)
    told = {run for text in texts for run in _runs(text)}
    asked = [question.question, *(turn.content for turn in question.history if turn.role == "user")]
    yield from (f"shares with its evidence: {' '.join(run)}" for text in asked for run in _runs(text) if run in told)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = [
        word for word in re.findall(rf"[^\W\d_]{{{CONTENT_LETTERS},}}", text.casefold()) if word not in FUNCTION_WORDS
    ]
    yield from (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def _unbalanced(questions: Sequence[Question]) -> Iterator[str]:
    """Yield types whose questions do not stand together, are missing in a split, or lean to one."""
    runs = [questions[0].type, *(b.type for a, b in pairwise(questions) if a.type != b.type)] if questions else []
    yield from _repeated("block of one type", runs)
    for kind in dict.fromkeys(question.type for question in questions):
        splits = [question.split for question in questions if question.type == kind]
        share = splits.count("dev") / len(splits)
        if len(set(splits)) < 2 or abs(share - DEV_SHARE) > SPLIT_TOLERANCE:
            yield f"type {kind}: {splits.count('dev')} of {len(splits)} questions are dev"


def read_evidence(folder: Path) -> Evidence:
    """Return the sections of all minutes in a folder."""
    meetings = (parse_document(read_document(path)) for path in find_documents([folder]))
    return dict(pair for meeting in meetings for pair in _sections(meeting))


def _sections(meeting: Meeting) -> Iterator[tuple[Gold, list[tuple[SectionKind, str]]]]:
    for item in meeting.items:
        texts = [
            (SectionKind.OTHER, item.title),
            *((section.kind, section.text) for section in item.sections),
        ]
        yield Gold(source=meeting.source.name, item=item.number), texts
