from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from index.reading.document import Line
from index.reading.pdf import MAX_PAGES, read_pdf
from rag.errors import ReadingError
from tests.index.reading.sheets import BOLD, FONT, LEADING, SIZE, Draw, Sheet, pdf_of

LEFT, TOP, WIDTH = 60, 760, 470
FIRST = (
    "Kommunerne og hospitalet har i fællesskab gennemgået de opfølgende hjemmebesøg i første halvår, og der "
    "er fortsat for få besøg i forhold til det aftalte antal. Gruppen ønsker derfor en ny arbejdsgang, hvor "
    "praksis, hospital og kommune aftaler besøget inden udskrivelsen, så borgeren ikke venter på svar."
)
SECOND = (
    "Telemedicin til borgere med lungesygdom udbredes i alle kommuner i løbet af efteråret, og hospitalet "
    "sørger for undervisning af de sygeplejersker, som skal følge målingerne hjemmefra. Erfaringerne samles "
    "op inden jul og fremlægges for gruppen på det første møde i det nye år sammen med økonomien."
)


def _read(*pages: Draw) -> tuple[Line, ...]:
    return read_pdf(pdf_of(*pages), name="referat.pdf").lines


def _texts(*pages: Draw) -> list[str]:
    return [line.text for line in _read(*pages) if line.text]


def _wrapped(text: str, width: float) -> list[str]:
    return [str(line) for line in simpleSplit(text, FONT, SIZE, width)]


def test_lines_are_physical_and_paragraphs_parted_by_blank_lines() -> None:
    """Each printed line is a line with its page; more space than usual before it becomes a blank line."""

    def page(sheet: Sheet) -> None:
        y = sheet.prose(LEFT, 90, FIRST, width=WIDTH)
        sheet.prose(LEFT, y + 8, SECOND, width=WIDTH)

    content = read_pdf(pdf_of(page, lambda sheet: sheet.line(LEFT, 90, "Slut")), name="referat.pdf")
    first = [*_wrapped(FIRST, WIDTH), "", *_wrapped(SECOND, WIDTH)]
    assert [(line.text, line.page) for line in content.lines] == [*((text, 1) for text in first), ("Slut", 2)]
    assert content.wrapped is True


def test_on_a_page_of_short_paragraphs_these_are_parted_too() -> None:
    """Most spaces part paragraphs there; the lines of one still stand nearest to each other."""

    def page(sheet: Sheet) -> None:
        y = sheet.prose(LEFT, 90, FIRST, width=WIDTH)
        for number in range(4):
            y = sheet.line(LEFT, y + 6, f"Punkt til opfølgning, nummer {number}")

    lines = [line.text for line in _read(page)]
    assert lines == [
        *_wrapped(FIRST, WIDTH),
        *(text for n in range(4) for text in ("", f"Punkt til opfølgning, nummer {n}")),
    ]


def test_larger_fonts_are_headings_by_rank() -> None:
    """The largest font is level 1, the next level 2; bold in the body's size is no heading."""

    def page(sheet: Sheet) -> None:
        sheet.line(LEFT, 80, "Referat", size=20, font=BOLD)
        y = sheet.line(LEFT, 110, "Et meget langt punkt om de opfølgende hjemmebesøg i alle kommunerne i", size=14)
        sheet.line(LEFT, y, "klyngen", size=14)
        sheet.line(LEFT, 150, "Beslutning", font=BOLD)
        sheet.prose(LEFT, 162, FIRST, width=WIDTH)
        sheet.line(LEFT, 220, "Økonomi", size=14)
        sheet.line(LEFT, 238, "Drift", size=14)

    assert [(line.text, line.level) for line in _read(page) if line.level] == [
        ("Referat", 1),
        ("Et meget langt punkt om de opfølgende hjemmebesøg i alle kommunerne i klyngen", 2),
        ("Økonomi", 2),
        ("Drift", 2),
    ]


def test_running_headers_and_footers_are_removed() -> None:
    """What stands on most pages at one height goes, page numbers too; the first page keeps its header."""

    def page(number: int) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.line(LEFT, 40, "Klyngestyregruppen, 12. april 2024")
            sheet.prose(LEFT, 90, f"{'Første Anden Tredje Fjerde'.split()[number - 1]} side. {FIRST}", width=WIDTH)
            sheet.line(LEFT, 800, "Fjordklyngen, Rådhuspladsen 1")
            sheet.line(500, 815, f"Side {number} af 4")

        return draw

    texts = _texts(*(page(number) for number in range(1, 5)))
    assert texts[0] == "Klyngestyregruppen, 12. april 2024"
    assert [text for text in texts if text.startswith(("Klynge", "Fjord"))] == texts[:1]
    assert [text.split()[0] for text in texts if " side. " in text] == ["Første", "Anden", "Tredje", "Fjerde"]
    assert not any(" af 4" in text for text in texts)


def test_space_below_a_removed_header_is_no_blank_line() -> None:
    """A sentence that goes on after the header is not broken in two."""

    def page(text: str) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.line(LEFT, 40, "Klyngestyregruppen")
            sheet.prose(LEFT, 90, text, width=WIDTH)

        return draw

    lines = _read(page(FIRST), page(SECOND))
    assert [line.text for line in lines if line.page == 2] == _wrapped(SECOND, WIDTH)


def test_items_that_begin_each_page_are_no_headers() -> None:
    """An item's title, number and case number at the top of every page are text."""

    def page(number: int) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.line(LEFT, 60, f"Punkt {number}")
            sheet.line(LEFT, 76, f"EMN-2025-00{number}383")
            sheet.prose(LEFT, 100, FIRST, width=WIDTH)

        return draw

    texts = _texts(*(page(number) for number in range(1, 4)))
    assert [text for text in texts if text.startswith("Punkt")] == ["Punkt 1", "Punkt 2", "Punkt 3"]
    assert sum(text.startswith("EMN") for text in texts) == 3


def test_columns_are_read_one_after_the_other() -> None:
    """Two columns under a heading over both are read left, then right; text below comes last."""

    def page(sheet: Sheet) -> None:
        sheet.line(LEFT, 80, "Nyt fra klyngen og samarbejdet mellem kommuner, hospital og praksis i foråret")
        end = sheet.prose(LEFT, 110, FIRST, width=220)
        sheet.prose(310, 110, SECOND, width=220)
        sheet.prose(LEFT, end + 40, FIRST, width=WIDTH)

    left, right, below = _wrapped(FIRST, 220), _wrapped(SECOND, 220), _wrapped(FIRST, WIDTH)
    assert _texts(page)[1:] == [*left, *right, *below]


def test_columns_of_different_length_keep_their_order() -> None:
    """The longer left column is read to its end before the right one begins, also off the common baseline."""

    def page(sheet: Sheet) -> None:
        sheet.prose(LEFT, 100, f"{FIRST} {SECOND}", width=220)
        sheet.prose(310, 105, SECOND, width=220)

    assert _texts(page) == [*_wrapped(f"{FIRST} {SECOND}", 220), *_wrapped(SECOND, 220)]


def test_side_box_does_not_break_into_sentences() -> None:
    """A letterhead's box at the right edge comes as lines of its own, after the paragraph beside it."""
    box = ["Regionshuset", "Dato 25-05-2021", "Sagsbehandler", "Tlf. 1234 5678"]

    def page(sheet: Sheet) -> None:
        y = sheet.prose(LEFT, 100, FIRST, width=330)
        sheet.prose(LEFT, y + 10, SECOND, width=330)
        for i, text in enumerate(box):
            sheet.line(440, 103 + i * LEADING, text)

    lines = _read(page)
    texts = [line.text for line in lines if line.text]
    assert texts == [*_wrapped(FIRST, 330), *box, *_wrapped(SECOND, 330)]
    at = [line.text for line in lines].index(box[0])
    assert [lines[at - 1].text, lines[at + len(box)].text] == ["", ""]


def test_names_in_a_column_of_their_own_stay_out_of_the_text() -> None:
    """A name in the column of those responsible follows the paragraph it belongs to."""

    def page(sheet: Sheet) -> None:
        y = 100.0
        for text, name in [(FIRST, "Formanden"), (SECOND, "Sekretariatet"), (FIRST, "Praksis")]:
            sheet.line(460, y, name)
            y = sheet.prose(LEFT, y, text, width=370) + 10

    first, second = _wrapped(FIRST, 370), _wrapped(SECOND, 370)
    assert _texts(page) == [*first, "Formanden", *second, "Sekretariatet", *first, "Praksis"]


def test_marginal_heading_is_a_line_of_its_own() -> None:
    """A heading in the left margin comes before the text beside it."""

    def page(sheet: Sheet) -> None:
        sheet.line(LEFT, 100, "Indstilling")
        y = sheet.prose(160, 100, FIRST, width=370)
        sheet.line(LEFT, y + 10, "Beslutning")
        sheet.prose(160, y + 10, SECOND, width=370)

    first, second = _wrapped(FIRST, 370), _wrapped(SECOND, 370)
    assert _texts(page) == ["Indstilling", *first, "Beslutning", *second]


def test_labels_and_values_stay_side_by_side() -> None:
    """Short entries on a common line are read line by line, not column by column."""
    rows = [
        ("Mødedato", "12. april 2024"),
        ("Mødested", "Lokale 3"),
        ("Mødeleder", "Formanden"),
        ("Referent", "Sekretær"),
    ]

    def page(sheet: Sheet) -> None:
        for i, (label, value) in enumerate(rows):
            sheet.line(LEFT, 100 + 16 * i, label)
            sheet.line(200, 100 + 16 * i, value)

    assert _texts(page) == [f"{label} {value}" for label, value in rows]


def test_amounts_behind_long_texts_stay_on_their_line() -> None:
    """A table without rules, whose right column is numbers, is read row by row."""
    entries = [f"Udgifter til indsatsen i kommune nummer {i} i klyngen" for i in range(1, 7)]

    def page(sheet: Sheet) -> None:
        for i, text in enumerate(entries):
            sheet.line(LEFT, 100 + LEADING * i, text)
            sheet.line(450, 100 + LEADING * i, f"{i}.200 kr.")

    assert _texts(page) == [f"{text} {i}.200 kr." for i, text in enumerate(entries)]


def test_sign_of_a_list_point_stays_with_its_text() -> None:
    """Bullets and numbers set far before their text do not become a column."""

    def page(sheet: Sheet) -> None:
        y = sheet.prose(LEFT, 100, FIRST, width=WIDTH)
        for sign, text in [("•", FIRST), ("2.", SECOND), ("b)", FIRST)]:
            sheet.line(LEFT, y, sign)
            y = sheet.prose(LEFT + 36, y, text, width=WIDTH - 36)

    texts = _texts(page)
    for sign, text in [("•", FIRST), ("2.", SECOND), ("b)", FIRST)]:
        assert f"{sign} {_wrapped(text, WIDTH - 36)[0]}" in texts


def test_ruled_table_becomes_rows_in_its_place() -> None:
    """Cells are joined in a row, wrapped cells too, and none of their words stands in the text again."""
    rows = [
        ["Indsats", "Ansvar", "År"],
        ["Telemedicin til borgere med KOL", "Region", "2024"],
        ["Hoftebrud", "", "2025"],
    ]

    def page(sheet: Sheet) -> None:
        y = sheet.prose(LEFT, 90, FIRST, width=WIDTH)
        y = sheet.grid(LEFT, y, rows, widths=(110, 90, 60))
        sheet.prose(LEFT, y, SECOND, width=WIDTH)

    lines = [line for line in _read(page) if line.text]
    assert [line.text for line in lines] == [
        *_wrapped(FIRST, WIDTH),
        *("Indsats | Ansvar | År", "Telemedicin til borgere med KOL | Region | 2024", "Hoftebrud |  | 2025"),
        *_wrapped(SECOND, WIDTH),
    ]
    assert [line.text for line in lines if line.row] == [line.text for line in lines if " | " in line.text]


def test_frame_around_text_is_no_table() -> None:
    """A box of one column, and one with a long text in it, are read as text."""

    def page(sheet: Sheet) -> None:
        y = sheet.grid(LEFT, 90, [["Beslutning"], ["Godkendt."]], widths=(WIDTH,))
        sheet.grid(LEFT, y, [["Sag", f"{FIRST} {SECOND} {FIRST}"], ["Ansvar", "Alle"]], widths=(80, WIDTH - 80))

    lines = _read(page)
    assert not any(line.row for line in lines)
    assert [line.text for line in lines if line.text][:2] == ["Beslutning", "Godkendt."]


def test_list_of_contents_is_kept_as_lines_and_not_as_headings() -> None:
    """Many lines of one larger font are a list, whatever their size."""
    entries = [f"Punkt {i}{'.' * 60} {i + 2}" for i in range(1, 10)]

    def contents(sheet: Sheet) -> None:
        for i, text in enumerate(entries):
            sheet.line(LEFT, 100 + 18 * i, text, size=12)

    def page(sheet: Sheet) -> None:
        sheet.prose(LEFT, 100, " ".join([FIRST, SECOND] * 3), width=WIDTH)

    lines = [line for line in _read(contents, page) if line.text]
    assert [line.text for line in lines[:9]] == entries
    assert {line.level for line in lines} == {0}


def test_bold_printed_twice_is_read_once() -> None:
    """Letters printed again a hair apart count once, while double letters in small print stay."""

    def page(sheet: Sheet) -> None:
        sheet.line(LEFT, 100, "Alle millioner", size=6)
        for shift in (0, 0.3):
            sheet.line(LEFT + shift, 130, "Alle bilag")

    assert _texts(page) == ["Alle millioner", "Alle bilag"]


def test_hyphen_at_the_line_end_is_visible() -> None:
    """A soft hyphen that is printed at the end of a line is a hyphen."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))

    def page(sheet: Sheet) -> None:
        sheet.line(LEFT, 100, "Medi\u00ad", font="Vera")
        sheet.line(LEFT, 112, "cinsk", font="Vera")

    assert _texts(page) == ["Medi-", "cinsk"]


def test_raised_number_stays_in_its_line() -> None:
    """A footnote sign or an exponent joins the word it belongs to."""

    def page(sheet: Sheet) -> None:
        sheet.line(LEFT, 100, "Et areal på 200 m")
        sheet.line(LEFT + 79, 96, "2", size=6)
        sheet.line(LEFT + 90, 100, "er nok")

    assert _texts(page) == ["Et areal på 200 m2 er nok"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.from_regex(r"[a-zæøå]{1,12}", fullmatch=True), min_size=1, max_size=8),
        min_size=1,
        max_size=30,
    )
)
def test_all_words_of_a_page_are_in_its_lines(lines: list[list[str]]) -> None:
    """No word of a page is lost or added."""

    def page(sheet: Sheet) -> None:
        for i, words in enumerate(lines):
            sheet.line(LEFT, 60 + 20 * i, " ".join(words))

    assert sorted(" ".join(_texts(page)).split()) == sorted(word for words in lines for word in words)


def test_document_without_text_layer_is_told_to_be_scanned() -> None:
    """Pages with pictures only cannot be read, and the message says what helps."""
    with pytest.raises(ReadingError, match=r"^scan\.pdf has no text layer, it is probably scanned"):
        read_pdf(pdf_of(lambda sheet: sheet.canvas.rect(100, 100, 200, 200, fill=1)), name="scan.pdf")


def test_encrypted_document_is_refused_and_a_protected_one_read() -> None:
    """A password to open is an obstacle, one to change the document is not."""

    def page(sheet: Sheet) -> None:
        sheet.line(LEFT, 100, "Fortroligt")

    with pytest.raises(ReadingError, match=r"^hemmelig\.pdf is encrypted: save it without a password\.$"):
        read_pdf(pdf_of(page, encrypt=StandardEncryption("kodeord", ownerPassword="ejer")), name="hemmelig.pdf")
    protected = pdf_of(page, encrypt=StandardEncryption("", ownerPassword="ejer"))
    assert read_pdf(protected, name="laast.pdf").lines[0].text == "Fortroligt"


def test_too_many_pages_are_refused() -> None:
    """The number of pages is limited."""
    with pytest.raises(ReadingError, match=rf"^lang\.pdf has more than {MAX_PAGES} pages"):
        read_pdf(pdf_of(*[lambda _: None] * (MAX_PAGES + 1)), name="lang.pdf")


def _damaged() -> list[bytes]:
    whole = pdf_of(lambda sheet: sheet.prose(LEFT, 100, FIRST, width=WIDTH))
    return [b"%PDF-1.4", b"%PDF-1.7\n" + bytes(500), whole[: len(whole) // 3]]


@pytest.mark.parametrize("data", _damaged())
def test_damaged_document_gives_one_clear_error(data: bytes) -> None:
    """Whatever is broken, a reading error comes out."""
    with pytest.raises(ReadingError, match=r"^brudt\.pdf (is damaged|has no text layer)"):
        read_pdf(data, name="brudt.pdf")
