"""CPR numbers never leave the reader, and other numbers of municipal minutes stay as they are."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.masking import MASK, mask_cpr
from index.parsing import parse_document
from index.planning import Action, Step
from index.reading import read_document
from index.reading.document import Hints, ItemMark, Line, RawDocument
from index.reading.masked import mask_document
from index.reporting import report, report_steps
from index.summary import Summary
from rag.domain import Participant
from rag.errors import ReadingError

CHECKED = "0101900002"
"""Fits the check of modulus 11; `UNCHECKED` does not, as numbers given since 2007 need not."""
UNCHECKED = "0101900005"

NUMBERS = [
    "010190-1234",
    "010190 - 1234",
    "010190 -1234",
    "010190–1234",
    "010190\u20111234",
    "290200-4123",
    "290208-5123",
    CHECKED,
    "010190 0002",
    "01 01 90 0002",
    "01.01.90-0002",
    "311257-0123",
]
LEFT_ALONE = [
    "320190-1234",
    "011390-1234",
    "290201-4123",
    "https://dagsordener.example/vis/010190-1234/bilag",
    "Se www.kommune.example?sag=0101900002&id=2.",
    "https://a.example/pdf/4a010190-1234-4b1c-9d2e-010190123456",
    "id 5d010190-1234-4010-8101-0101900002ab",
    "010190-1234@sikkerpost.example",
    UNCHECKED,
    "Sagsnr. 1-36-70-7-22",
    "Sagsnr.: 1-00-3-23 og 16/34038",
    "EMN-2019-010190-1234",
    "EMN-2021-0101900002",
    "16/0101900002",
    "0101900002-12",
    "EAN 5798000010101",
    "EAN-nr. 5798 0101 9000 2",
    "IBAN DK5000400101900002",
    "Reg.nr. 1234 konto 0101900002",
    "Konto: 1234 0101900002",
    "konto 0101900002",
    "CVR 29189846",
    "tlf. 87 28 50 00",
    "+45 2155 5628",
    "den 01.01.1990 kl. 12.34",
    "01-01-1990",
    "mødet 2021-06-08",
    "1.010.190.000 kr.",
    "budget 010190,1234 mio.",
    "20230504-1234",
    "lov nr. 1230 af 18.12.2012",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "around", ["{}", "Borgeren ({}) deltog.", "Navn: {}, født", "•{}", "{}\nNæste linje", "a/ {}."]
)
def test_a_cpr_number_is_masked(number: str, around: str) -> None:
    """A CPR number is masked in each spelling, and the words around it stay."""
    assert mask_cpr(around.format(number)) == around.format(MASK)


@pytest.mark.parametrize("label", ["CPR", "CPR-nr.", "cpr nr.:", "Cpr-nummer ", "personnummer: ", "CPR."])
@pytest.mark.parametrize("number", [UNCHECKED, "010190 0005", "010190-0005"])
def test_a_number_that_is_called_cpr_needs_no_check_digit(label: str, number: str) -> None:
    """What is called a CPR number is one where its date is valid."""
    assert mask_cpr(f"{label} {number} er nævnt") == f"{label} {MASK} er nævnt"


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_numbers_stay(text: str) -> None:
    """Links, codes, accounts, cases, dates and numbers with impossible dates are left as they are."""
    assert mask_cpr(text) == text


def test_numbers_beside_each_other_are_all_masked() -> None:
    """Several numbers in a row are masked one by one."""
    assert mask_cpr("010190-1234/020290-4321, 030390-1111") == f"{MASK}/{MASK}, {MASK}"


def a_document(*lines: str, hints: Hints | None = None, mark: ItemMark | None = None) -> RawDocument:
    """Return a document of these lines; the first has the mark."""
    made = [Line(text=text) for text in lines]
    made[0] = replace(made[0], mark=mark)
    return RawDocument(path=Path("a.txt"), content_hash="0", kind="txt", lines=tuple(made), hints=hints or Hints())


def test_a_number_over_two_lines_is_masked() -> None:
    """A number that is parted at the end of a line is masked, and the lines stay lines."""
    masked = mask_document(a_document("Borgeren 010190-", "1234 fik ordet", "og 020290", "- 4321"))
    assert [line.text for line in masked.lines] == [f"Borgeren {MASK}", " fik ordet", f"og {MASK}", ""]


def test_what_a_structured_source_states_is_masked() -> None:
    """Titles, attachments, case numbers, participants and the meeting's own facts hold no number either."""
    number = "010190-1234"
    mark = ItemMark(number="1", title=f"Sag {number}", case_number=number, attachments=(f"Brev_ {number}.pdf",))
    person = Participant(name=f"A {number}", role=number, organisation=number)
    hints = Hints(forum=number, title=number, place=number, participants=(person,))
    assert number not in repr(mask_document(a_document("Sag", hints=hints, mark=mark)))


def test_the_log_counts_and_never_tells(caplog: pytest.LogCaptureFixture) -> None:
    """The log says how many numbers were masked in which file, and names none."""
    with caplog.at_level(logging.WARNING):
        mask_document(a_document("010190-1234 og 020290-4321"))
    assert caplog.messages == ["Masked 2 CPR numbers in a.txt."]


def test_nothing_of_a_file_s_numbers_is_left_after_reading(tmp_path: Path) -> None:
    """A file with a CPR number in its text is read and parsed into a meeting without it."""
    path = tmp_path / "referat.txt"
    path.write_text(
        "Referat af møde\nDato: 8. juni 2021\n\n1. Sag 010190-1234\nBeslutning: 020290-4321 fik ja.\n", "utf-8"
    )
    document = read_document(path)
    meeting = parse_document(document)
    for text in (repr(document), repr(meeting)):
        # identifiers are random hexadecimal digits and may hold any four by chance
        digits = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}", "", text)
        assert "010190" not in digits
        assert "1234" not in digits
        assert "020290" not in digits
        assert "4321" not in digits
    assert MASK in repr(meeting)


@pytest.mark.parametrize(
    "name", ["Referat 010190-9999.txt", f"{CHECKED}.txt", f"x_{CHECKED}_y.txt", "sag-150323-1470.txt"]
)
def test_a_file_named_by_a_number_is_refused(tmp_path: Path, name: str) -> None:
    """A file whose name, or folder, holds a CPR number is refused, and the refusal does not repeat it."""
    for path in (tmp_path / name, tmp_path / name / "a.txt"):
        with pytest.raises(ReadingError, match="rename") as caught:
            read_document(path)
        assert not re.search("[0-9]", str(caught.value))


def test_a_refused_name_is_printed_without_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an operator reads of a refused file names the place and not the person."""
    path = tmp_path / f"referat {CHECKED}.txt"
    step = Step(path=path, action=Action.FAILED, note="Rename it.")
    summary = Summary()
    summary.note(step)
    assert report(summary)
    assert report_steps([step])
    printed = "".join(capsys.readouterr())
    assert CHECKED not in printed
    assert printed.count(f"{tmp_path / 'referat'} {MASK}.txt") == 3


@pytest.mark.parametrize("name", ["referat-150323-1400.txt", "20240115-1234.txt", "ksg_210120.txt", "5d0e7a52.txt"])
def test_a_file_named_by_a_day_is_read(tmp_path: Path, name: str) -> None:
    """A day, with or without the hour, is no CPR number."""
    path = tmp_path / name
    path.write_text("Referat", "utf-8")
    assert read_document(path).lines[0].text == "Referat"


def spelled(born: date, serial: int, separator: str) -> str:
    """Return a CPR number of someone born in the 1900s."""
    return f"{born:%d%m%y}{separator}{serial:04}"


CPR = st.builds(
    spelled,
    st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    st.integers(0, 3999),
    st.sampled_from(["-", " - ", "–", "- ", " -"]),
)
WORDS = st.text(st.sampled_from("abcæøåÅ .,;:()/\n"), max_size=20)
PIECES = st.sampled_from(
    ["0", "10", "010190", "1234", "-", " ", "/", "cpr ", "a", ".", "\n", "@b.dk", "https://", CHECKED]
)


@given(WORDS, CPR, WORDS)
def test_no_number_survives(before: str, number: str, after: str) -> None:
    """Whatever words stand around it, no CPR number is left in the lines of a document."""
    masked = mask_document(a_document(*f"{before} {number} {after}".split("\n")))
    text = "\n".join(line.text for line in masked.lines)
    assert not re.search("[0-9]", text)
    assert len(masked.lines) == f"{before} {after}".count("\n") + 1


@given(st.lists(PIECES | CPR, max_size=12).map("".join))
def test_masking_twice_changes_nothing(text: str) -> None:
    """What was masked is not masked again."""
    assert mask_cpr(mask_cpr(text)) == mask_cpr(text)


@given(st.text().filter(lambda text: not re.search("[0-9]", text)))
def test_text_without_digits_is_untouched(text: str) -> None:
    """Text without digits comes out as it went in."""
    assert mask_cpr(text) == text
