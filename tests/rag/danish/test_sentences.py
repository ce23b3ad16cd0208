from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.danish.sentences import sentence_texts, split_sentences

# One paragraph a case, as its sentences; between them stands one space.
PARAGRAPHS = [
    ("Referatet blev godkendt.", "Der var ingen bemærkninger."),
    ("Er indsatsen forankret?", "Det bør afklares!", "Sekretariatet følger op."),
    ("Arbejdsgruppen ser på transport, medicin, pleje m.v. i det videre forløb.",),
    ("Der ses på fald, ernæring, medicin osv.", "Gruppen vender tilbage til efteråret."),
    ("Aftalen omfatter hjælpemidler, befordring m.v.", "Den træder i kraft til januar."),
    ("Oplægget sendes til kommuner, hospital, almen praksis m.fl.", "Fristen er tre uger."),
    ("Der blev drøftet kørsel, tolkning mm.", "Emnet tages op igen."),
    ("Næste møde er den 8. juni 2021 på hospitalet.", "Der serveres frokost."),
    ("Puljen udmøntes i 1. halvår 2023, og 2. kvartal bruges til opfølgning.",),
    ("Mødet d. 21. maj er aflyst.",),
    ("Aftalen gælder fra den 2. marts 2017 til den 1. marts 2019.", "Den kan forlænges."),
    ("Mødet er flyttet til den 3. Maj på rådhuset.",),
    ("Temadagen holdes den 8. og 9. juni i Viborg.",),
    ("Styregruppen mødes igen den 12.", "Formanden indkalder."),
    ("Perioden løber fra 1. - 31. august 2023.", "Derefter evalueres der."),
    ("Workshoppen er kl. 13-13.45 i lokale 4.", "Kaffen er klar kl. 12.30."),
    ("Mødet slutter kl. 15.30.", "Referatet udsendes ugen efter."),
    ("Kl. 9.00 Velkomst ved formanden.",),
    ("Der afsættes 200.000 kr. til projektet i 2024.", "Pengene kommer fra de fælles midler."),
    ("Udgiften er 1,3 mio. kr. årligt, heraf dækker regionen 40 pct. af lønnen.",),
    ("Merudgiften er opgjort til 1,3 mio. kr.", "Den fordeles efter indbyggertal."),
    ("Budgettet er på 2,6 mia. kr. (2024-niveau) for hele perioden.",),
    ("Der bevilges kr. 75.000 til formålet.", "Regnskabet aflægges i december."),
    ("Beløbet er 75.000kr.", "Resten afsættes senere."),
    ("Andelen er steget til 12 pct.", "Målet er 20 pct. ved årets udgang."),
    ("Turen tager 35 min.", "Transport bestilles af afdelingen."),
    ("H.C. Knudsen deltog i stedet for M. Berg.", "Begge er nye i gruppen."),
    ("Oplæg v. A. B. Holm, ledende terapeut, og J.-P. Lund.",),
    ("Niels M. K. Dahl bød velkommen.",),
    ("Borgeren flyttes til gruppe B.", "Det sker i næste uge."),
    ("Mødet holdes i sal C.", "Udvalget spiser sammen bagefter."),
    ("Der bygges om i fløj A, B og C.", "Arbejdet er færdigt til sommer."),
    ("Vaccination mod hepatitis B.", "Tilbuddet er gratis."),
    ("Jf. Sundhedsaftalen skal der foreligge en plan.", "Den mangler endnu."),
    ("Punktet blev drøftet, jf. pkt. 4 i sidste referat.", "Der var enighed."),
    ("Se bilag nr. 3 og tabel nr. 12.", "Tallene er foreløbige."),
    ("Pladserne visiteres efter § 138b.", "Kommunen betaler selv."),
    ("Reglen står i § 79, stk. 2, nr. 3 i loven.", "Den ændres ikke."),
    ("Det følger af servicelovens § 83.", "Hjælpen er gratis."),
    ("Udvalget genforhandler §2-aftalen.", "Forhandlingen starter til foråret."),
    ("Det gælder bl.a. Randers og f.eks. Viborg, dvs. to ud af fire kommuner.",),
    ("Spørgsmålet stilles til dr. Madsen og evt. Region Midtjylland.",),
    ("Medicinsk afd. Horsens deltager i pilotprojektet.",),
    ("Borgeren indlægges på akut afd.", "Derefter kontaktes kommunen."),
    ("Materialet revideres inkl. Bilag 2 og ekskl. Bilag 3.",),
    ("Aftalen er p.t. ikke underskrevet.",),
    ("I klyngen er der pt. 2 kommuner med ordningen.",),
    ("Der er ingen pladser p.t.", "Det drøftes i maj."),
    ("Kontakt sekretariatet på tlf. 78 43 00 00.", "Mail kan også bruges."),
    ("Læs mere på www.sundhedsklyngen.dk.", "Der ligger også en vejledning."),
    ("Skabelonen findes på https://www.eksempel.dk/da/udgivelser/2016/model.ashx.", "Den er ny."),
    ("Skriv til sekretariat@fjord.rm.dk, hvis noget mangler.",),
    ("Filen hedder Bilag_2.Revideret_udgave.pdf og ligger på drevet.",),
    ('Formanden sagde: "Vi er i mål."', "Derefter blev der klappet."),
    ("Hun spurgte: ”Hvornår begynder vi?”", "Svaret er uvist."),
    ("Konceptet »Kom trygt hjem.«", "Det udbredes nu."),
    ("Forslaget blev tiltrådt (dog ikke af Lemvig).", "Det gælder fra januar."),
    ("Deltagerne (fire fra kommunerne. To fra hospitalet) mødes månedligt.",),
    ("(Punktet er lukket.)", "Næste punkt er åbent."),
    ("Medicin, mobilitet, ernæring …", "Hvad kommer først?"),
    ("Der er fokus på fald... og på brud.",),
    ("Status blev givet af KL.", "Udvalget takkede for oplægget."),
    ("Driften varetages af Depotet I/S.", "Selskabet ejes af tre kommuner."),
    ("I 2023 blev 312 borgere opereret i klyngen.", "17 af dem blev genindlagt."),
    ("Projektet blev afsluttet i 2022.", "12 kommuner deltog."),
    ("1. Godkendt.", "2. Udsat til næste møde.", "3. Taget til efterretning."),
    ("1.-2. Godkendt.", "3. Udsat."),
    ("2.1. Baggrund for samarbejdet",),
    ("AD. 4: Status på lænderyg.", "Beslutningen udskydes."),
    ("Punkt 6. Kommende møder",),
    ("Stk. 2. Kommunen træffer afgørelse.", "Afgørelsen kan påklages."),
    ("A. Forslag til ny organisering",),
    ("6. Status vedr. IV-behandling i eget hjem",),
    ("Tallene er fra sept. 2021 og feb. 2022.",),
    ("Vaccinationen begyndte i okt.", "Tilslutningen er høj."),
    ("Personalet er fuldt vaccineret.", "§ 2-aftalen følges.", "– Regionen skriver ud."),
    ("Aftalen blev indgået den 01.09. 2019 i Horsens.",),
    ("Effekten måles på skole- og ungeområdet. der mangler dog data.",),
    ("COVID-19 fylder fortsat på 5. sal og i afsnit 7B.", "Restriktionerne ophæves."),
    ("Overlægen, ph.d. Kirsten Dam, holder oplæg.",),
    ("Ifm. Sundhedsaftalen ses på snitflader ift. PPR.", "Det er aftalt mhp. Visitation."),
    ("Der er tre spor:", "• Økonomi og jura", "• Teknik", "• Faglighed."),
]

# One text a case with line breaks, and its sentences.
LINES = [
    (
        "Opgaver:\n- Afsøge praksis\n- Få input fra klinikken",
        ["Opgaver:", "- Afsøge praksis", "- Få input fra klinikken"],
    ),
    ("• at styrke indsatsen.\n  • at dele data", ["• at styrke indsatsen.", "• at dele data"]),
    (
        "1. At udpege deltagere, dvs. ledere\n2. At følge op. Det sker løbende.",
        ["1. At udpege deltagere, dvs. ledere", "2. At følge op.", "Det sker løbende."],
    ),
    ("a. Randers\nb. Viborg", ["a. Randers", "b. Viborg"]),
    (
        "3. Kommissorium\n\n\nIndstilling:\nAt gruppen godkender",
        ["3. Kommissorium", "Indstilling:", "At gruppen godkender"],
    ),
    ("10.Lukning af senge", ["10.Lukning af senge"]),
    ("2. Kl. 13-13.45 Temadrøftelse: TELE KOL", ["2. Kl. 13-13.45 Temadrøftelse: TELE KOL"]),
    ("Regionen følger op på mødet.Der er enighed.", ["Regionen følger op på mødet.", "Der er enighed."]),
    (
        "Aftalen udløb i 2022.Sundhedsberedskabet består.",
        ["Aftalen udløb i 2022.", "Sundhedsberedskabet består."],
    ),
    ("Navn | Rolle | Afd. Horsens\nTina | Leder |", ["Navn | Rolle | Afd. Horsens", "Tina | Leder |"]),
    ("Godkendt", ["Godkendt"]),
    ("  \n \t\n", []),
    ("", []),
    (".", ["."]),
    ("Godkendt.   \n", ["Godkendt."]),
]


def sentences(text: str) -> list[str]:
    """Return the sentences themselves."""
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize("expected", PARAGRAPHS, ids=lambda case: case[0][:40])
def test_paragraph_falls_into_its_sentences(expected: tuple[str, ...]) -> None:
    """Abbreviations, ordinals, times, amounts and initials end no sentence; real ends do."""
    assert sentences(" ".join(expected)) == list(expected)


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines_stand_alone(text: str, expected: list[str]) -> None:
    """Each line of a list, each heading and each lead-in is a sentence of its own."""
    assert sentences(text) == expected


FRAGMENTS = [
    " ",
    "\n",
    "  ",
    ". ",
    "? ",
    '." ',
    "(",
    ")",
    "kl.",
    "kr.",
    "1.",
    "12",
    "H.C.",
    "Der",
    "ord",
    "• ",
    ":",
    "…",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3)).map("".join))
def test_sentences_hold_everything_but_white_space(text: str) -> None:
    """The spans are in order, do not overlap, are trimmed, and leave out only white space."""
    end = 0
    for span in split_sentences(text):
        assert text[end : span.start].strip() == ""
        assert span.of(text) == span.of(text).strip() != ""
        end = span.end
    assert text[end:].strip() == ""


TWO_LINES = (
    "  Jf. bilag 2 drøftede udvalget sagen den 8. juni. Den udsættes.\n\nFormanden orienterer, bl.a. om kl. 13.\n"
)


@given(st.text(alphabet="aB. ,1\n?!", max_size=60))
def test_sentences_as_text_are_the_whole_text(text: str) -> None:
    """Nothing is lost or added between the pieces."""
    assert "".join(sentence_texts(text)) == text


def test_llama_index_splits_by_our_sentences() -> None:
    """Its sentence splitter and its window parser cut where a Danish sentence ends, and not at abbreviations."""
    from llama_index.core.node_parser import SentenceSplitter, SentenceWindowNodeParser
    from llama_index.core.schema import Document

    expected = [
        "Jf. bilag 2 drøftede udvalget sagen den 8. juni.",
        "Den udsættes.",
        "Formanden orienterer, bl.a. om kl. 13.",
    ]
    window = SentenceWindowNodeParser.from_defaults(sentence_splitter=sentence_texts, window_size=1)
    found = [node.get_content().strip() for node in window.get_nodes_from_documents([Document(text=TWO_LINES)])]
    assert found == expected
    splitter = SentenceSplitter(chunk_size=24, chunk_overlap=0, chunking_tokenizer_fn=sentence_texts)
    assert {sentence for chunk in splitter.split_text(TWO_LINES) for sentence in expected if sentence in chunk} == set(
        expected
    )
