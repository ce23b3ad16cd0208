"""Tables in a section's text: which lines are rows, and what tells what their cells mean."""

from __future__ import annotations

import pytest

from rag.danish.sentences import split_sentences
from rag.danish.tables import above, rows_of

FLAT = (
    "Tilslutningen fremgår her.\nTilslutning, sæson 2023\nInfluenza, procent\nCovid-19, procent\n"
    "Hele regionen\n65+ år\n78,7\n79,2\nPlejehjem\n87,1\n87\n"
    "Fjordby\n65+ år\n79,7\n80,1\nPlejehjem\n89,7\n91,4\nData er fra registeret."
)


def told(text: str) -> list[tuple[str, list[str]]]:
    """Return each row with what stands above it."""
    return [(row.span.of(text), [span.of(text) for span in row.under]) for row in rows_of(text)]


@pytest.mark.parametrize(
    ("first", "rows"),
    [
        ("| Pladser | Ledige", ["Bøgevej 3 | 20 | 4", "Elmevej 8 | 7"]),
        ("Leverandør | Areal | Pris", ["Alfa | 2.374 m2 | 47.259.172 kr.", "Beta | 2.346 m2 | 41 mio. kr."]),
        ("| Formand | Næstformand", ["Bøgen | Eva | Kim", "Elmen | Bo | Ida"]),
        ("Mio. kr. | 2023 | 2024", ["Model A | 0,07 | -0,5", "Model B | – | 0,2"]),
        ("Dato | Handling", ["6. februar 2023 | Behandling i udvalg", "20. marts | Høring"]),
        ("Sted | Bedømmelse\n| 2021 | 2020", ["Bøgen | Godkendt (1) | Godkendt (2)", "Elmen | Mangler (3) | (2)"]),
    ],
)
def test_rows_know_the_headings_of_their_columns(first: str, rows: list[str]) -> None:
    """A first row that holds words or years over figures or days names the columns, and is no row itself."""
    text = "\n".join(["Se tabellen.", first, *rows, "Så meget om det."])
    assert told(text) == [(row, [first]) for row in rows]


@pytest.mark.parametrize(
    "rows",
    [
        ["Lejeindtægter | 961.165 kr.", "Diverse | 297.087 kr."],
        ["Udvalg: | Teknisk Udvalg", "Mødesal: | 398"],
        ["Ramme | Der forventes et pres på rammen i år.", "Anlæg | Der ventes intet."],
        ["Læs mere | Fjordby Kommune"],
        [f"Ramme | {'Der ventes et stort pres på rammen, ' * 3}og mere", "Anlæg | 12 mio. kr.", "Drift | 5"],
    ],
)
def test_rows_without_headings_have_none(rows: list[str]) -> None:
    """A first row with an amount, a label, or nothing to tell it from the others, is a row like these."""
    assert told("\n".join(rows)) == [(row, []) for row in rows]


def test_a_line_between_rows_names_those_that_follow() -> None:
    """The name of a group belongs to its rows, beside the headings."""
    text = "1.000 kr. | 2022\nIndtægter\nTilskud | 31\nUdgifter\nKontrakt | 26\nBiler | 9"
    head = "1.000 kr. | 2022"
    assert told(text) == [
        ("Tilskud | 31", [head, "Indtægter"]),
        ("Kontrakt | 26", [head, "Udgifter"]),
        ("Biler | 9", [head, "Udgifter"]),
    ]


def test_cells_on_lines_of_their_own_are_rows_by_group() -> None:
    """The figures of a group stay together with its name, and know the headings of the columns."""
    head = "Tilslutning, sæson 2023\nInfluenza, procent\nCovid-19, procent"
    assert told(FLAT) == [
        ("Hele regionen\n65+ år\n78,7\n79,2\nPlejehjem\n87,1\n87", [head]),
        ("Fjordby\n65+ år\n79,7\n80,1\nPlejehjem\n89,7\n91,4", [head]),
    ]


def test_a_row_of_cells_on_lines_is_one_sentence() -> None:
    """So are the headings; the sentences around the table are as ever, and all stand in order."""
    sentences = [span.of(FLAT) for span in split_sentences(FLAT)]
    assert [text.split("\n")[0] for text in sentences] == [
        "Tilslutningen fremgår her.",
        "Tilslutning, sæson 2023",
        "Hele regionen",
        "Fjordby",
        "Data er fra registeret.",
    ]


def test_rows_without_groups_stand_alone() -> None:
    """Where each figure has one name, each row is by itself; too many names of columns are none of theirs."""
    text = "Antal\nBøgevej\n12\nElmevej\n15\nAskevej\n3"
    assert told(text) == [("Bøgevej\n12", ["Antal"]), ("Elmevej\n15", ["Antal"]), ("Askevej\n3", ["Antal"])]


def test_a_long_group_is_told_row_by_row() -> None:
    """A group too long to be quoted whole is parted."""
    name = "En plejebolig med et langt navn i Fjordby"
    text = "Kommune\n" + "\n".join(f"{name} {letter}\n{place}\n{place}" for place, letter in enumerate("ABCDEFGHI", 1))
    rows = told(f"Tilbud\n{name} Å\n1\n2\nAndre\n{text}")
    assert all(len(row) < 100 for row, _ in rows)
    assert len(rows) == 10


@pytest.mark.parametrize(
    "text",
    [
        "Deltagere\nDirektør Bo\nChef Eva\nLæge Kim\nFjordby\nBakkeby\nDalby",
        "Vi ses 2023.\n12\nMere følger.\n15\nOg mere.\n3",
        "12\nBøgevej\n15\nElmevej\n3\nAskevej\n7",
        "Bøgevej\n12\nElmevej\n15\n16\nAskevej\n3\n4\n5\nSlut",
        "Plan\n1. Bøgevej\n12\n2. Elmevej\n15\n3. Askevej\n3",
    ],
)
def test_lines_that_are_no_table_are_none(text: str) -> None:
    """Names alone, sentences, figures without a name before them, and the points of a list are no cells."""
    assert told(text) == []


def test_what_stands_above_a_stretch_is_found() -> None:
    """Headings are found for words in a row, and none for words outside."""
    place = FLAT.index("91,4")
    (span,) = above(FLAT, (type(split_sentences(FLAT)[0]))(place, place + 4))
    assert span.of(FLAT).endswith("Covid-19, procent")
    assert above(FLAT, split_sentences(FLAT)[0]) == []


def test_figures_behind_a_name_are_a_row_under_years() -> None:
    """So a table looks whose cells a PDF gave as one line; figures under no years are none."""
    text = "Data følger.\nKlyngen i alt 2014 2015 2016\nScreenet 617 571 *219\n1. besøg 33 1.150 86\n*Noget mangler."
    head = "Klyngen i alt 2014 2015 2016"
    assert told(text) == [("Screenet 617 571 *219", [head]), ("1. besøg 33 1.150 86", [head])]
    assert told(text.replace("2014", "12")) == []
    assert told(text.replace("617 571", "571")) == []
