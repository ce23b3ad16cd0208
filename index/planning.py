"""Files and what the catalog knows of them, turned into what has to be done; nothing is parsed or changed here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from index.masking import refuse_cpr_in_path
from index.reading.archive import archive_folder, split_member
from index.reading.files import read_bytes
from rag.catalog import StoredSource
from rag.errors import ReadingError


class Action(StrEnum):
    """What becomes of a document."""

    ADDED = "added"
    REPLACED = "replaced"
    MOVED = "moved"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REMOVED = "removed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One document and what is to be done: `stored` is what the catalog has for it.

    `note` says where a moved file lay, which file a duplicate is the same as, or why a file failed.
    """

    path: Path
    action: Action
    stored: StoredSource | None = None
    note: str = ""

    @property
    def pending(self) -> bool:
        """Whether the document has to be parsed."""
        return self.action in (Action.ADDED, Action.REPLACED)

    @property
    def settled(self) -> bool:
        """Whether catalog and store stay as they are."""
        return self.action in (Action.UNCHANGED, Action.FAILED) or (
            self.action is Action.DUPLICATE and self.stored is None
        )


def plan(
    files: Sequence[Path], sources: Iterable[StoredSource], *, prune: Sequence[Path] = (), again: bool = False
) -> list[Step]:
    """Return one step for each file, in their order, then one for each document below `prune` whose file is gone.

    Content that several files share belongs to the one that is indexed already, or else to the first.
    With `again`, files that have not changed are replaced as well.
    A file whose content is indexed under a path that is gone was moved.
    """
    resolved = {str(file.resolve()): file for file in files}
    known = {stored.path: stored for stored in sources}
    failed, digests = _digests(resolved)
    owners, gone = _owners(digests, known)
    steps = []
    for path, file in resolved.items():
        if path in failed:
            steps.append(Step(path=file, action=Action.FAILED, stored=known.get(path), note=failed[path]))
            continue
        owner = owners.setdefault(digests[path], path)
        moved = gone.pop(digests[path], None) if owner == path and not _same(known.get(path), digests[path]) else None
        steps.append(_step(file, path=path, digest=digests[path], owner=owner, moved=moved, known=known, again=again))
    found = {step.note for step in steps if step.action is Action.MOVED}
    vanished = [it for it in known.values() if it.path not in resolved and it.path not in found]
    return steps + list(_removals(vanished, prune, unreadable=failed))


def is_gone(path: str) -> bool:
    """Tell whether the file, or the document in an archive, is not there any more."""
    place = Path(path)
    if split_member(place) is None:
        return not place.is_file()
    try:
        read_bytes(place)
    except ReadingError:
        return True
    return False


def _step(
    file: Path,
    *,
    path: str,
    digest: str,
    owner: str,
    moved: StoredSource | None,
    known: dict[str, StoredSource],
    again: bool,
) -> Step:
    stored = known.get(path)
    if owner != path:
        return Step(path=file, action=Action.DUPLICATE, stored=stored, note=owner)
    if moved:
        return Step(path=file, action=Action.MOVED, stored=moved, note=moved.path)
    if stored is None:
        return Step(path=file, action=Action.ADDED)
    unchanged = _same(stored, digest) and stored.complete and not again
    return Step(path=file, action=Action.UNCHANGED if unchanged else Action.REPLACED, stored=stored)


def _digests(resolved: dict[str, Path]) -> tuple[dict[str, str], dict[str, str]]:
    """Return by path why a file cannot be taken, and the hash of those that can."""
    failed, digests = {}, {}
    for path, file in resolved.items():
        try:
            # A moved file gets its new path without being read again.
            refuse_cpr_in_path(file)
            digests[path] = hashlib.sha256(read_bytes(file)).hexdigest()
        except ReadingError as error:
            failed[path] = str(error)
    return failed, digests


def _owners(digests: dict[str, str], known: dict[str, StoredSource]) -> tuple[dict[str, str], dict[str, StoredSource]]:
    """Return by content hash the path of the document that is indexed and still there, and those that are gone."""
    wanted = set(digests.values())
    owners: dict[str, str] = {}
    gone: dict[str, StoredSource] = {}
    for stored in known.values():
        if _same(stored, digests.get(stored.path, "")):
            owners.setdefault(stored.content_hash, stored.path)
    for stored in known.values():
        if stored.path in digests or stored.content_hash not in wanted:
            continue
        if not is_gone(stored.path):
            owners.setdefault(stored.content_hash, stored.path)
        elif stored.complete:
            gone[stored.content_hash] = stored
    return owners, gone


def _same(stored: StoredSource | None, digest: str) -> bool:
    return stored is not None and stored.content_hash == digest


def _removals(vanished: Iterable[StoredSource], prune: Sequence[Path], *, unreadable: Iterable[str]) -> Iterator[Step]:
    """Yield what is to go: below the given folders and archives, but for what an unreadable archive may still hold."""
    given = [path.resolve() for path in prune]
    folders = [*given, *(archive_folder(path) for path in given)]
    kept = [archive_folder(Path(path)) for path in unreadable]
    for stored in vanished:
        below = Path(stored.path).is_relative_to
        if any(map(below, folders)) and not any(map(below, kept)):
            yield Step(path=Path(stored.path), action=Action.REMOVED, stored=stored)
