"""PDF and Word files are read in another process, which hostile files cannot make this one wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from eval.inputs import pdf
from index.reading import confined, read_document
from index.reading.confined import read_confined
from rag.errors import ReadingError
from tests.conftest import ROOT, SAMPLES

LINES = ["Referat", "1. Plan", "Planen blev godkendt."]


def draws_forever() -> bytes:
    """Return a PDF of a kilobyte whose page draws a form that draws ten others ten times each, and so on."""
    depth = 14
    forms = [
        b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length 60>>stream\n"
        b"%b\nendstream endobj\n" % (i, i + 1, b"/X Do " * 10)
        for i in range(10, 10 + depth)
    ]
    body = b"".join([
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>> endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R",
        b"/Resources<</XObject<</X 10 0 R>>>>>> endobj\n",
        b"4 0 obj<</Length 5>>stream\n/X Do\nendstream endobj\n",
        *forms,
        b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>>stream\n \nendstream endobj\n" % (10 + depth),
    ])  # fmt: skip
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n"


def test_a_file_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads it is ended with a clear error, and the next file is read by a new one."""
    monkeypatch.setattr(confined, "SECONDS", 1)
    with pytest.raises(ReadingError, match=r"^bombe\.pdf takes longer to read than any minutes do"):
        read_confined("pdf", draws_forever(), name="bombe.pdf")
    monkeypatch.undo()
    assert [line.text for line in read_confined("pdf", pdf(LINES), name="a.pdf").lines] == LINES


def test_a_process_that_waits_for_nothing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a process that does not work, but does not answer either, is ended."""
    monkeypatch.setattr(confined, "RECOGNISING", -119.9)
    with pytest.raises(ReadingError, match=r"^a\.pdf ends the program that reads it"):
        read_confined("pdf", draws_forever(), name="a.pdf")


def test_what_is_wrong_with_a_file_is_told_by_its_reader() -> None:
    """An error of the reader comes through as it was raised."""
    with pytest.raises(ReadingError, match=r"^a\.pdf is damaged: it cannot be read as PDF"):
        read_confined("pdf", b"%PDF-1.7 broken", name="a.pdf")
    with pytest.raises(ReadingError, match=r"^a\.docx is damaged"):
        read_confined("docx", b"PK\x03\x04", name="a.docx")


def test_one_process_reads_file_after_file() -> None:
    """A process is started once, not for each file."""
    read_confined("pdf", pdf(LINES), name="a.pdf")
    first = confined.running()
    read_confined("pdf", pdf(LINES), name="b.pdf")
    assert confined.running() is first


def test_a_process_that_was_ended_is_replaced() -> None:
    """Whoever ends the process costs no file."""
    confined.running().kill()
    confined.running().wait()
    assert read_confined("pdf", pdf(LINES), name="a.pdf").lines


def test_an_error_of_the_program_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no reader expects is told with the place where it was raised."""

    def broken(_: str) -> None:
        raise KeyError("hul")

    monkeypatch.setattr(confined, "reader_of", broken)
    what, told = confined.attempt("pdf", b"", "a.pdf")
    assert (what, str(told).startswith("KeyError: 'hul' at test_confined.py:")) == (confined.BROKEN, True)
    with pytest.raises(RuntimeError, match="KeyError"):
        confined.content_of((what, told), name="a.pdf")


def test_a_file_that_fills_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the memory ends, the file is refused with a sentence."""

    def greedy(_: str) -> None:
        raise MemoryError

    monkeypatch.setattr(confined, "reader_of", greedy)
    answer = confined.attempt("pdf", b"", "a.pdf")
    with pytest.raises(ReadingError, match="takes more memory than any minutes do"):
        confined.content_of(answer, name="a.pdf")


def test_this_process_never_loads_the_libraries() -> None:
    """Reading a PDF and a Word file loads neither pdfplumber nor python-docx here."""
    code = (
        "import sys; from pathlib import Path; from index.reading import read_document\n"
        "for name in sys.argv[1:]: print(len(read_document(Path(name)).lines) > 50)\n"
        "print([m for m in ('pdfplumber', 'docx', 'bs4') if m in sys.modules])"
    )
    files = [str(SAMPLES / name) for name in ("2024-03-20_klyngestyregruppen.pdf", "dagsorden_ksg_nov2024.docx")]
    done = subprocess.run([sys.executable, "-c", code, *files], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "True\nTrue\n[]\n"


def test_a_hidden_package_of_the_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process takes the program's own code, also where the folder one stands in holds a package of that name."""
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "__init__.py").write_text("raise SystemExit", "utf-8")
    (tmp_path / "a.pdf").write_bytes(pdf(LINES))
    monkeypatch.chdir(tmp_path)
    confined.end()
    assert read_document(Path("a.pdf")).lines[0].text == "Referat"
