"""Paths turned into the files to read, and a file turned into its bytes, within limits."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.reading.archive import check_archive, documents_in, is_archive, read_member, split_member
from rag.errors import ReadingError

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".json")
"""What is picked up from a folder; a file named by itself is tried whatever it is called."""
MAX_BYTES = 50 * 1024 * 1024
SKIPPED = {"readme.md"}


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read, each once: files as given, folders recursively and sorted.

    The documents in a ZIP archive come with paths of their own (see `index.reading.archive`). Hidden files,
    Word's lock files and README.md are left out of folders and archives. Raises ReadingError for a missing path.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(_documents_in(path)))
        elif path.exists() or split_member(path):
            found.update(dict.fromkeys(_unpacked(path)))
        else:
            raise ReadingError(f"{path} does not exist: check the path.")
    return list(found)


def _unpacked(path: Path) -> Iterator[Path]:
    """Yield a file, or the documents in it where it is an archive."""
    if is_archive(path) and path.is_file():
        yield from documents_in(path, suffixes=SUFFIXES, skipped=SKIPPED)
    else:
        yield path


def _documents_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        wanted = path.suffix.lower() in SUFFIXES or is_archive(path)
        if wanted and not hidden and path.name.lower() not in SKIPPED and path.is_file():
            yield from _unpacked(path)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, or of a document in an archive.

    Raises ReadingError where it is missing, empty, too large or locked, and for an archive as a whole.
    """
    try:
        inside = None if path.is_file() else split_member(path)
        data = _read_member(*inside) if inside else _read_file(path)
        if inside and is_archive(path):
            check_archive(io.BytesIO(data), path=path, suffixes=SUFFIXES, skipped=SKIPPED)
    except OSError as error:
        raise ReadingError(f"{path.name} cannot be opened: {error.strerror}.") from error
    if not data:
        raise ReadingError(f"{path.name} is empty.")
    return data


def _read_file(path: Path) -> bytes:
    if not path.is_file():
        raise ReadingError(f"{path} is not a file: check the path.")
    if is_archive(path):
        with path.open("rb") as file:
            check_archive(file, path=path, suffixes=SUFFIXES, skipped=SKIPPED)
    if path.stat().st_size > MAX_BYTES:
        raise ReadingError(f"{path.name} is larger than {MAX_BYTES // 2**20} MB: split it.")
    return path.read_bytes()


def _read_member(archive: Path, member: str) -> bytes:
    """Return the bytes of a document in an archive, which may lie in an archive itself."""
    if not archive.is_file() and (outer := split_member(archive)):
        data = read_member(io.BytesIO(_read_member(*outer)), member, name=archive.name, limit=MAX_BYTES)
    elif archive.is_file():
        with archive.open("rb") as file:
            data = read_member(file, member, name=archive.name, limit=MAX_BYTES)
    else:
        raise ReadingError(f"{archive} does not exist: check the path.")
    return data
