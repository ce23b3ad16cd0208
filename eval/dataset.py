"""A file of questions, one JSON object a line, turned into questions with what a good answer holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, StringConstraints, TypeAdapter, ValidationError, with_config

from rag.domain import Turn
from rag.errors import ReferatError

Split = Literal["dev", "test"]
Language = Literal["da", "en"]


class QuestionFileError(ReferatError):
    """A file of questions cannot be used."""


def _compile(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error


Text = Annotated[str, StringConstraints(min_length=1)]
Pattern = Annotated[re.Pattern[str], BeforeValidator(_compile)]


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """An agenda item that holds the answer: file name and item number as printed ("0": outside the items)."""

    source: Text
    item: Text


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with what a good answer holds; patterns ignore case.

    `section` is the kind of section the answer stands in, `reference` an answer in a person's words: both are
    for readers, no metric uses them.
    """

    id: Text
    question: Text
    type: Text
    answerable: bool
    gold: tuple[Gold, ...] = ()
    history: tuple[Turn, ...] = ()
    section: str = ""
    reference: str = ""
    must_contain: tuple[Pattern, ...] = ()
    must_not_contain: tuple[Pattern, ...] = ()
    split: Split = "test"
    language: Language = "da"


_LINE = TypeAdapter(Question)


def load_questions(path: Path, *, split: Split | None = None) -> tuple[Question, ...]:
    """Read the questions of a file in their order, those of one split or all.

    Raises QuestionFileError with file and line of the first fault, or when no question is left.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{path} cannot be read as UTF-8 text: {error}.") from error
    questions: dict[str, Question] = {}
    for where, line in _numbered(path, lines):
        question = _parse(line, where=where)
        if question.id in questions:
            raise QuestionFileError(f"{where}: the id {question.id!r} is used twice.")
        questions[question.id] = question
    chosen = tuple(question for question in questions.values() if split in {None, question.split})
    if not chosen:
        raise QuestionFileError(f"{path} holds no question{f' of the split {split}' if split else ''}.")
    return chosen


def load_sets(
    paths: Iterable[Path], *, split: Split | None = None, limit: int | None = None
) -> dict[str, tuple[Question, ...]]:
    """Read several files of questions by their names, at most the first `limit` questions of each.

    Raises QuestionFileError like `load_questions`, and when two files have the same name or a question's id in common.
    """
    sets: dict[str, tuple[Question, ...]] = {}
    places: dict[str, Path] = {}
    for path in paths:
        if path.name in sets:
            raise QuestionFileError(f"Two files of questions are called {path.name}.")
        sets[path.name] = load_questions(path, split=split)[:limit]
        for question in sets[path.name]:
            if question.id in places:
                raise QuestionFileError(f"The id {question.id!r} is used in {places[question.id]} and in {path}.")
            places[question.id] = path
    return sets


def _numbered(path: Path, lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield every line that is not blank, with its place for error messages."""
    yield from ((f"{path}, line {number}", line) for number, line in enumerate(lines, start=1) if line.strip())


def _parse(line: str, *, where: str) -> Question:
    try:
        question = _LINE.validate_json(line)
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(map(str, fault["loc"]))
        raise QuestionFileError(f"{where}: {f'{field}: ' if field else ''}{fault['msg']}.") from error
    if question.answerable is not bool(question.gold):
        raise QuestionFileError(f"{where}: gold items go with an answerable question, and only with one.")
    if any(turn.role not in {"user", "assistant"} for turn in question.history):
        raise QuestionFileError(f"{where}: a turn of the history is by the user or the assistant.")
    return question
