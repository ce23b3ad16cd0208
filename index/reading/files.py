"""Paths turned into the files to read, and a file turned into its bytes, within limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rag.errors import ReadingError

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".json")
"""What is picked up from a folder; a file named by itself is tried whatever it is called."""
MAX_BYTES = 50 * 1024 * 1024
SKIPPED = {"readme.md"}


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read, each once: files as given, folders recursively and sorted.

    Hidden files, Word's lock files and README.md are left out of folders.
    Raises ReadingError for a missing path.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(_documents_in(path)))
        elif path.exists():
            found[path] = None
        else:
            raise ReadingError(f"{path} does not exist: check the path.")
    return list(found)


def _documents_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and not hidden and path.name.lower() not in SKIPPED and path.is_file():
            yield path


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raise ReadingError where it is missing, empty, too large or locked."""
    try:
        if not path.is_file():
            raise ReadingError(f"{path} is not a file: check the path.")
        if path.stat().st_size > MAX_BYTES:
            raise ReadingError(f"{path.name} is larger than {MAX_BYTES // 2**20} MB: split it.")
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{path.name} cannot be opened: {error.strerror}.") from error
    if not data:
        raise ReadingError(f"{path.name} is empty.")
    return data
