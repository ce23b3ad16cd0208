from __future__ import annotations

from pathlib import Path

import pytest

from index.reading import find_documents
from index.reading.files import MAX_BYTES, read_bytes
from rag.errors import ReadingError


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Referat")


def test_folder_is_searched_recursively_and_sorted(tmp_path: Path) -> None:
    """A folder gives its documents of every kind, sorted by path."""
    _touch(tmp_path, "b.txt", "a/2.PDF", "a/1.docx", "c.json", "d.htm", "e.html", "f.md")
    found = [str(path.relative_to(tmp_path)) for path in find_documents([tmp_path])]
    assert found == ["a/1.docx", "a/2.PDF", "b.txt", "c.json", "d.htm", "e.html", "f.md"]


def test_folder_leaves_out_what_is_no_document(tmp_path: Path) -> None:
    """Hidden files and folders, lock files, README.md and other suffixes are passed over in a folder."""
    _touch(tmp_path, ".hidden.txt", ".git/a.txt", "~$referat.docx", "README.md", "billede.png", "referat.txt")
    assert [path.name for path in find_documents([tmp_path])] == ["referat.txt"]


def test_file_named_by_itself_is_always_tried(tmp_path: Path) -> None:
    """A file given explicitly is returned whatever it is called."""
    _touch(tmp_path, "README.md", "referat.ukendt", ".skjult")
    paths = [tmp_path / name for name in ("referat.ukendt", "README.md", ".skjult")]
    assert find_documents(paths) == paths


def test_hidden_folder_given_explicitly_is_searched(tmp_path: Path) -> None:
    """Only what is hidden below a given folder is left out, not the folder itself."""
    _touch(tmp_path, ".data/referat.txt")
    assert [path.name for path in find_documents([tmp_path / ".data"])] == ["referat.txt"]


def test_each_file_comes_once(tmp_path: Path) -> None:
    """A file that is named and also lies in a given folder is returned once."""
    _touch(tmp_path, "a.txt", "b.txt")
    assert find_documents([tmp_path / "b.txt", tmp_path]) == [tmp_path / "b.txt", tmp_path / "a.txt"]


def test_missing_path_is_an_error(tmp_path: Path) -> None:
    """A path that does not exist is named in the error."""
    with pytest.raises(ReadingError, match=r"nowhere does not exist"):
        find_documents([tmp_path / "nowhere"])


def test_empty_file_is_an_error(tmp_path: Path) -> None:
    """A file of no bytes is refused."""
    (tmp_path / "tom.txt").touch()
    with pytest.raises(ReadingError, match=r"^tom\.txt is empty\.$"):
        read_bytes(tmp_path / "tom.txt")


def test_too_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A file above the limit is refused by its size alone."""
    path = tmp_path / "stor.pdf"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ReadingError, match=r"^stor\.pdf is larger than 50 MB"):
        read_bytes(path)


@pytest.mark.parametrize("name", ["mappe", "mangler.txt"])
def test_what_is_no_file_is_an_error(tmp_path: Path, name: str) -> None:
    """A folder or a missing file cannot be read as a document."""
    (tmp_path / "mappe").mkdir()
    with pytest.raises(ReadingError, match="is not a file"):
        read_bytes(tmp_path / name)


def test_file_name_that_the_system_refuses_is_an_error(tmp_path: Path) -> None:
    """An error of the operating system becomes one sentence."""
    with pytest.raises(ReadingError, match=r"cannot be opened: File name too long"):
        read_bytes(tmp_path / ("a" * 300))
