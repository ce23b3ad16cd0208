"""A ZIP archive turned into the paths of the documents in it, and such a path into bytes; nothing is unpacked to disk.

The path of a member is that of its archive, "!", and its name there: `folder/archive.zip!/inner/referat.txt`.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from rag.errors import ReadingError

ARCHIVE = ".zip"
INSIDE = "!"
MAX_DEPTH = 3
"""Archives within archives."""
MAX_DOCUMENTS = 2_000
MAX_MEMBERS = 10_000
MAX_DIRECTORY = 4 * 1024 * 1024
"""Bytes of an archive's list of members, all of which has to be held in memory."""
MAX_TOTAL = 1024 * 1024 * 1024
"""Bytes of all documents in an archive together, unpacked."""
MAX_RATIO = 200
"""How many times its packed size a member may have; minutes are packed to a tenth, a bomb to a thousandth."""
SMALL = 1024 * 1024
"""Bytes that a member may always unpack to."""
CODE_PAGE = "cp850"
"""The letters of file names as Windows in Denmark packs them, where the archive does not say that it is UTF-8."""
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Others are rare, and some ask for gigabytes of memory before the first byte."""
WORD = "word/document.xml"
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
    MemoryError,
    LookupError,
)
"""What comes out of a damaged archive, or one packed in a way that Python does not know."""


@dataclass(slots=True, kw_only=True)
class _Allowance:
    """What the documents of one archive, with the archives in it, may still come to."""

    documents: int = MAX_DOCUMENTS
    size: int = MAX_TOTAL

    def take(self, member: zipfile.ZipInfo) -> None:
        """Count a member; raise ReadingError where it is one too many."""
        self.documents -= 1
        self.size -= member.file_size
        if self.documents < 0 or self.size < 0:
            raise ReadingError(
                f"The archive holds more than {MAX_DOCUMENTS} documents or {MAX_TOTAL // 2**20} MB: split it."
            )


def is_archive(path: Path) -> bool:
    """Tell by the name whether the documents in a file are to be read one by one."""
    return path.suffix.lower() == ARCHIVE


def archive_folder(path: Path) -> Path:
    """Return the path under which the documents in an archive lie."""
    return path.with_name(path.name + INSIDE)


def split_member(path: Path) -> tuple[Path, str] | None:
    """Return the archive (perhaps itself a member) and the name in it; None for the path of a file."""
    for i in range(len(path.parts) - 1, 0, -1):
        if path.parts[i - 1].lower().endswith(ARCHIVE + INSIDE):
            outer = Path(*path.parts[:i])
            return outer.with_name(outer.name.removesuffix(INSIDE)), "/".join(path.parts[i:])
    return None


def documents_in(path: Path, *, suffixes: tuple[str, ...], skipped: set[str]) -> Iterator[Path]:
    """Yield the paths of the documents in an archive, also of those that cannot be read: reading says why.

    An archive that is damaged, empty or beyond the limits is yielded itself, after what can be read of it.
    """
    try:
        with path.open("rb") as file:
            yield from _members(file, path=path, wanted=(suffixes, skipped), allowance=_Allowance(), depth=1)
    except (ReadingError, OSError):
        yield path


def check_archive(file: BinaryIO, *, path: Path, suffixes: tuple[str, ...], skipped: set[str]) -> None:
    """Raise ReadingError with what is wrong with an archive as a whole; a Word file by another name passes."""
    with open_archive(file, name=path.name) as archive:
        if WORD in archive.namelist():
            return
    depth = 1 + sum(part.lower().endswith(ARCHIVE + INSIDE) for part in path.parts)
    for _ in _members(file, path=path, wanted=(suffixes, skipped), allowance=_Allowance(), depth=depth):
        pass
    raise ReadingError(f"{path.name} is an archive: name it as a whole to index it, or one document in it to read it.")


def read_member(file: BinaryIO, member: str, *, name: str, limit: int) -> bytes:
    """Return the bytes of a member; raise ReadingError where it is missing, encrypted, damaged or too large."""
    with open_archive(file, name=name) as archive:
        info = _documents(archive).get(member)
        if info is None:
            raise ReadingError(f"{name} holds no {member}: check the path.")
        return _unpack(archive, info, limit=limit)


def open_archive(file: BinaryIO, *, name: str) -> zipfile.ZipFile:
    """Open a ZIP file; raise ReadingError where it is damaged or lists more members than are ever needed."""
    try:
        if _directory_size(file) > MAX_DIRECTORY:
            raise ReadingError(f"{name} holds too many files: split it.")
        archive = zipfile.ZipFile(file, metadata_encoding=CODE_PAGE)
    except DAMAGE as error:
        raise ReadingError(f"{name} is damaged: it cannot be unpacked.") from error
    if len(archive.infolist()) > MAX_MEMBERS:
        raise ReadingError(f"{name} holds more than {MAX_MEMBERS} files: split it.")
    return archive


def _directory_size(file: BinaryIO) -> int:
    """Return the largest size that the end of the file states for the list of members, before it is loaded."""
    length = file.seek(0, io.SEEK_END)
    file.seek(max(0, length - 66_000))
    tail = file.read()
    file.seek(0)
    sizes = [0]
    for mark, start, width in ((b"PK\x05\x06", 12, 4), (b"PK\x06\x06", 40, 8)):
        at = tail.rfind(mark)
        stated = int.from_bytes(tail[at + start : at + start + width], "little") if at >= 0 else 0
        if stated != 2 ** (8 * width) - 1:
            sizes.append(stated)
    return max(sizes)


def _members(
    file: BinaryIO, *, path: Path, wanted: tuple[tuple[str, ...], set[str]], allowance: _Allowance, depth: int
) -> Iterator[Path]:
    """Yield the paths of the wanted members, of archives within too; what is wrong with the whole is raised last."""
    inside = archive_folder(path)
    found = False
    if depth > MAX_DEPTH:
        raise ReadingError(f"{path.name} lies too deep in other archives: pack it by itself.")
    with open_archive(file, name=path.name) as archive:
        for name, info in _documents(archive).items():
            if not _is_wanted(PurePosixPath(name), *wanted):
                continue
            allowance.take(info)
            found = True
            if not is_archive(Path(name)):
                yield inside / name
                continue
            try:
                data = _unpack(archive, info, limit=allowance.size)
                yield from _members(
                    io.BytesIO(data), path=inside / name, wanted=wanted, allowance=allowance, depth=depth + 1
                )
            except ReadingError:
                yield inside / name
    if not found:
        raise ReadingError(f"{path.name} holds no document that can be read.")


def _is_wanted(name: PurePosixPath, suffixes: tuple[str, ...], skipped: set[str]) -> bool:
    """Tell documents from the rest, as in a folder; what a Mac packs beside each file counts as hidden."""
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in name.parts)
    return name.suffix.lower() in (*suffixes, ARCHIVE) and not hidden and name.name.lower() not in skipped


def _documents(archive: zipfile.ZipFile) -> Mapping[str, zipfile.ZipInfo]:
    """Return the files of an archive by names that stay below it."""
    return {_safe(name := _name(info)) or name: info for info in archive.infolist() if not info.is_dir()}


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name with the letters it was given: some programs write UTF-8 without saying so."""
    name = info.filename
    if not info.flag_bits & UTF8_FLAG:
        with suppress(ValueError):
            name = name.encode(CODE_PAGE).decode("utf-8")
    return name.replace("\\", "/").removeprefix("./")


def _safe(name: str) -> str:
    """Return a name without steps out of the archive and without the sign that ends an archive's own name."""
    parts = [part[:-1] if part.lower().endswith(ARCHIVE + INSIDE) else part for part in name.split("/")]
    return "/".join(part for part in parts if part not in ("", ".", "..") and not part.endswith(":"))


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, limit: int) -> bytes:
    """Return the bytes of a member, never more than the limit."""
    name = _name(info)
    short = PurePosixPath(name).name
    if name != _safe(name):
        raise ReadingError(f"{short} has a path in its archive that leads out of it: pack it anew.")
    if info.flag_bits & ENCRYPTED_FLAG:
        raise ReadingError(f"{short} is encrypted in its archive: pack it without a password.")
    if info.compress_type not in METHODS:
        raise ReadingError(f"{short} is packed in an unusual way: pack it anew as an ordinary ZIP file.")
    if info.file_size > limit:
        raise ReadingError(f"{short} is larger than {limit // 2**20} MB: split it.")
    if info.file_size > SMALL and info.file_size > MAX_RATIO * info.compress_size:
        raise ReadingError(f"{short} unpacks to more than {MAX_RATIO} times its size: it is no ordinary document.")
    try:
        with archive.open(info) as member:
            return member.read(limit + 1)
    except DAMAGE as error:
        raise ReadingError(f"{short} is damaged in its archive: pack it anew.") from error
