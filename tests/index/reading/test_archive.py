from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from index.parsing import parse_document
from index.reading import archive as archives
from index.reading import find_documents, read_document
from rag.errors import ReadingError

TEXT = "Blodprøver på hjemmebesøg".encode()


def _zip(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def _write(folder: Path, data: bytes, name: str = "arkiv.zip") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _found(path: Path) -> list[str]:
    return [str(found.relative_to(path.parent)) for found in find_documents([path])]


def _reason(path: Path) -> str:
    with pytest.raises(ReadingError) as caught:
        read_document(path)
    return str(caught.value)


def test_documents_of_an_archive_come_one_by_one(tmp_path: Path) -> None:
    """Each document has a path of its own; what a folder would pass over is passed over here as well."""
    members = {"a.txt": TEXT, "møder/b.MD": TEXT, "__MACOSX/._a.txt": b"x", "README.md": TEXT, "logo.png": b"x"}
    path = _write(tmp_path, _zip(members))
    assert _found(path) == ["arkiv.zip!/a.txt", "arkiv.zip!/møder/b.MD"]
    assert find_documents([tmp_path]) == find_documents([path])


def test_document_in_an_archive_is_read_like_a_file(tmp_path: Path) -> None:
    """Words, hash and name are the member's own, and its path is the meeting's source."""
    [path] = find_documents([_write(tmp_path, _zip({"møder/b.txt": TEXT}))])
    document = read_document(path)
    assert [line.text for line in document.lines] == [TEXT.decode()]
    assert document.content_hash == hashlib.sha256(TEXT).hexdigest()
    source = parse_document(document).source
    assert (source.path, source.name) == (str(tmp_path.resolve() / "arkiv.zip!/møder/b.txt"), "b.txt")
    assert find_documents([path]) == [path]


def test_archives_within_archives_are_read_to_a_depth(tmp_path: Path) -> None:
    """Three archives within each other are read, a fourth is named with the reason."""
    data = _zip({"dyb.txt": TEXT})
    for level in (3, 2, 1):
        data = _zip({f"{level}.zip": data, f"{level}.txt": TEXT})
    path = _write(tmp_path, data)
    assert _found(path) == [
        "arkiv.zip!/1.zip!/2.zip!/3.zip",
        "arkiv.zip!/1.zip!/2.zip!/3.txt",
        "arkiv.zip!/1.zip!/2.txt",
        "arkiv.zip!/1.txt",
    ]
    deep, *rest = find_documents([path])
    assert "too deep" in _reason(deep)
    assert all(read_document(document).lines for document in rest)


@pytest.mark.parametrize("name", ["../../etc/a.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt", "x.zip!/a.txt"])
def test_path_out_of_the_archive_is_refused_and_the_rest_read(tmp_path: Path, name: str) -> None:
    """A member whose name leads elsewhere is an error of its own, below the archive, and stops no other."""
    path = _write(tmp_path, _zip({name: TEXT, "god.txt": TEXT}))
    bad, good = find_documents([path])
    assert bad.resolve().is_relative_to(tmp_path.resolve() / "arkiv.zip!")
    assert "leads out of it" in _reason(bad)
    assert read_document(good).lines


def test_encrypted_member_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    """A password is named as the reason."""
    data = bytearray(_zip({"hemmelig.txt": TEXT, "god.txt": TEXT}))
    data[6] |= 1  # the flags of the first member, where its data begin
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the list of members
    secret, good = find_documents([_write(tmp_path, bytes(data))])
    assert _reason(secret) == "hemmelig.txt is encrypted in its archive: pack it without a password."
    assert read_document(good).lines


def test_bomb_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    """A member that unpacks to hundreds of times its size is not unpacked."""
    bomb, good = find_documents([_write(tmp_path, _zip({"bombe.txt": bytes(5_000_000), "god.txt": TEXT}))])
    assert "200 times its size" in _reason(bomb)
    assert read_document(good).lines


def test_member_above_the_limit_is_refused(tmp_path: Path) -> None:
    """The limit of files holds for members, by the size they state."""
    [path] = find_documents([_write(tmp_path, _zip({"stor.txt": bytes(51 * 2**20)}))])
    assert "larger than 50 MB" in _reason(path)


def test_damaged_member_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    """A member that does not match its checksum is an error of its own."""
    data = _zip({"brudt.txt": TEXT, "god.txt": TEXT[::-1]}, method=zipfile.ZIP_STORED).replace(TEXT, TEXT.upper(), 1)
    broken, good = find_documents([_write(tmp_path, data)])
    assert _reason(broken) == "brudt.txt is damaged in its archive: pack it anew."
    assert good.name == "god.txt"


def test_unusual_packing_is_refused(tmp_path: Path) -> None:
    """Methods other than those of every ZIP program are named."""
    [path] = find_documents([_write(tmp_path, _zip({"a.txt": TEXT}, method=zipfile.ZIP_LZMA))])
    assert "packed in an unusual way" in _reason(path)


def test_too_many_documents_are_read_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit the archive itself is listed, and says why."""
    monkeypatch.setattr(archives._Allowance, "__init__", _small_allowance)  # noqa: SLF001  (2,000 would be slow)
    path = _write(tmp_path, _zip({f"{i}.txt": TEXT for i in range(5)}))
    assert _found(path) == ["arkiv.zip!/0.txt", "arkiv.zip!/1.txt", "arkiv.zip"]
    assert "more than 2000 documents" in _reason(path)


def _small_allowance(allowance: archives._Allowance) -> None:
    allowance.documents, allowance.size = 2, 2**30


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04" + bytes(50), "arkiv.zip is damaged: it cannot be unpacked."),
        (b"", "arkiv.zip is damaged: it cannot be unpacked."),
        (_zip({"logo.png": b"x"}), "arkiv.zip holds no document that can be read."),
        (_zip({"a.txt": TEXT}), "arkiv.zip is an archive: name it as a whole to index it"),
        (
            struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 9, 9, 2**30, 0, 0),
            "arkiv.zip holds too many files: split it.",
        ),
    ],
)
def test_archive_as_a_whole_says_what_is_wrong(tmp_path: Path, data: bytes, reason: str) -> None:
    """An archive is no document; where nothing in it can be read it is listed, and reading it says why."""
    path = _write(tmp_path, data)
    assert _reason(path).startswith(reason)
    assert find_documents([path]) == ([path] if "is an archive" not in reason else [path.parent / "arkiv.zip!/a.txt"])


def test_broken_archive_in_an_archive_is_named(tmp_path: Path) -> None:
    """An archive within another fails by itself."""
    broken, good = find_documents([_write(tmp_path, _zip({"brudt.zip": b"PK\x03\x04", "god.txt": TEXT}))])
    assert _reason(broken) == "brudt.zip is damaged: it cannot be unpacked."
    assert read_document(good).lines


def test_names_without_unicode_keep_their_danish_letters(tmp_path: Path) -> None:
    """Windows packs names in its code page, a Mac in UTF-8 without saying so."""
    for raw in ("blåbær.txt".encode("cp850"), "blåbær.txt".encode()):
        data = _zip({"x" * len(raw): TEXT}).replace(b"x" * len(raw), raw)
        assert _found(_write(tmp_path, data)) == ["arkiv.zip!/blåbær.txt"]


@pytest.mark.parametrize("path", ["arkiv.zip!/b.txt", "mangler.zip!/a.txt", "arkiv.zip!/x.zip!/a.txt"])
def test_missing_member_is_an_error(tmp_path: Path, path: str) -> None:
    """A path into an archive that leads nowhere is named."""
    _write(tmp_path, _zip({"a.txt": TEXT}))
    assert _reason(tmp_path / path).endswith("check the path.")
