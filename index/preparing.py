"""A file turned into a meeting whose ids stay its own, also after the file was moved."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from index.parsing import parse_document
from index.planning import Step
from index.reading import read_document
from rag.catalog import StoredSource
from rag.domain import Meeting
from rag.errors import ReferatError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A parsed document, and how much text it holds."""

    meeting: Meeting
    characters: int


def prepare(path: Path, *, origin: str) -> Prepared:
    """Read and parse a file; its ids are made of `origin`, all else of the file."""
    document = read_document(path)
    meeting = parse_document(document)
    if origin != meeting.source.path:
        elsewhere = parse_document(replace(document, path=Path(origin)))
        meeting = replace(meeting, id=elsewhere.id, items=elsewhere.items)
    return Prepared(meeting=meeting, characters=sum(len(line.text) for line in document.lines))


def name_origins(pending: Sequence[Step], sources: Iterable[StoredSource]) -> dict[Step, str]:
    """Return for each document the path that its ids are made of: its own, unless a moved one has taken that."""
    taken = {stored.origin for stored in sources}
    origins = {}
    for step in pending:
        path = str(step.path.resolve())
        if step.stored:
            origin = step.stored.origin
        elif path in taken:
            origin = next(name for n in count(2) if (name := f"{path}#{n}") not in taken)
        else:
            origin = path
        taken.add(origin)
        origins[step] = origin
    return origins


def reason_of(error: Exception) -> str:
    """Return why a file failed, as a sentence.

    Whoever reads the file of a stranger with the libraries of others catches Exception: a damaged file can bring
    them to raise anything, from struct.error to RecursionError and MemoryError, and must not stop the rest.
    """
    if isinstance(error, ReferatError):
        return str(error)
    log.debug("A file failed.", exc_info=error)
    told = " ".join(str(error).split())[:200]
    return f"The file cannot be understood ({type(error).__name__}{': ' if told else ''}{told})."
