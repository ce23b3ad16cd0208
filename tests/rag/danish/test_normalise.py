from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.danish.normalise import contains_verbatim, fold, letters, normalise, spell_out

SECTION = """Klyngen nedsætter en arbejds-
gruppe med deltagere fra Ikast-
Brande og Lemvig, der ser på ergo-
og fysioterapien efter udskrivelsen.
Forslaget om en fælles "kørselsordning" blev ikke godkendt – det drøftes igen den 3. maj."""


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("A\u030arsplan for ple\u0301je", "Årsplan for pléje"),
        ("\uf0b7 Forebyggelse", "• Forebyggelse"),
        ("\uf0a7\tForebyggelse\n  \uf123 Pleje", "•\tForebyggelse\n  • Pleje"),
        ("Fra \ue123 til", "Fra   til"),
        ("Medicin \uf0e0 borger", "Medicin → borger"),
        ("e\ufb03cient pro\ufb01l og a\ufb02astning", "efficient profil og aflastning"),
        ("200\u00a0000\u202fkr.\u2009i\u2003alt", "200 000 kr. i alt"),
        ("syge\u00adhus og \u200bkommune\ufeff", "sygehus og kommune"),
        ("klynge\u00ad\nkommuner", "klyngekommuner"),
        ("Side 1\fSide 2\r\nSide 3\rSide 4", "Side 1\nSide 2\nSide 3\nSide 4"),
        ("\x93Kom Trygt Hjem\x94 \x96 status", "“Kom Trygt Hjem” – status"),
        ("”Kom Trygt Hjem” – »det går«, siger 'vi'", "”Kom Trygt Hjem” – »det går«, siger 'vi'"),
        ("IV\u2011behandling", "IV-behandling"),
        ("Æbler\x00 og\x1f ål", "Æbler og ål"),
        ("En linje\n\nEn anden\tlinje", "En linje\n\nEn anden\tlinje"),
    ],
)
def test_text_gets_one_clean_spelling(raw: str, clean: str) -> None:
    """Spaces, bullets, ligatures and invisible characters are put right; words and quotation marks stay."""
    assert normalise(raw) == clean


@settings(deadline=None)
@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """A clean text stays as it is, and is in NFC."""
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Ærø", "ærø", "AEROE", "Aeroe"),
        ("Århus Kommune", "Aarhus kommune", "A\u030arhus\u00a0Kommune", "ÅRHUS  KOMMUNE"),
        ("KOL-rehabilitering", "KOL –rehabilitering", "kol rehabilitering", "KOL\u2011REHABILITERING"),
        ("Idékatalog", "idekatalog"),
        ("Möller", "Møller", "Moeller"),
        (" Klynge-\nstyregruppen ", "klynge styregruppen"),
    ],
)
def test_spellings_of_one_name_fold_to_the_same(spellings: tuple[str, ...]) -> None:
    """Case, accents, æøå, white space and hyphens make no difference."""
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("hør", "har"), ("Vest", "Øst"), ("punkt 1", "punkt 11"), ("sal 2", "sal2")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    """Folding does not bring together what reads differently."""
    assert fold(one) != fold(other)


def test_danish_letters_survive_where_the_stemmer_needs_them() -> None:
    """`letters` takes accents off but keeps å, æ and ø; `spell_out` replaces them."""
    assert letters("ÅRLIG Idé på Ærø, ﬁnt") == "årlig ide på ærø, fint"
    assert spell_out("årlig på ærø") == "aarlig paa aeroe"


@pytest.mark.parametrize(
    "quote",
    [
        "Forslaget om en fælles",
        "nedsætter  en\narbejdsgruppe",
        "nedsætter en arbejds-\ngruppe",
        "arbejdsgruppe med deltagere fra Ikast-Brande og Lemvig",
        "ergo- og fysioterapien efter udskrivelsen. Forslaget",
        '"kørselsordning" blev ikke godkendt – det drøftes',
        "fa\u0308lles".replace("a\u0308", "æ"),
        "blev\u00a0ikke god\u00adkendt",
        "den 3. maj.",
    ],
)
def test_a_quotation_is_found_again(quote: str) -> None:
    """White space, line-end hyphens and Unicode forms may differ between section and quotation."""
    assert contains_verbatim(SECTION, quote)


@pytest.mark.parametrize(
    "quote",
    [
        "",
        " \n ",
        "Forslaget blev godkendt",
        "forslaget om en fælles",
        "blev godkendt",
        "nedsætter en arbejds gruppe",
        "ergo og fysioterapien",
        "“kørselsordning”",
        "blev ikke godkendt - det",
        "rbejdsgruppe med",
        'en fælles "kørselsordning" blev ikke god',
        "den 3 maj",
    ],
)
def test_what_does_not_stand_there_is_no_quotation(quote: str) -> None:
    """Another word, case, mark or half a word is not verbatim."""
    assert not contains_verbatim(SECTION, quote)


def test_a_hyphen_in_the_text_must_stand_in_the_quotation() -> None:
    """Only a hyphen at a line end may vanish."""
    assert contains_verbatim("Ikast-Brande Kommune", "Ikast-\nBrande")
    assert not contains_verbatim("Ikast-Brande Kommune", "IkastBrande")


WORDS = st.lists(st.sampled_from(["Der", "nedsættes", "IV-behandling", "på", "(KOL)", "3.", "–"]), min_size=1)


@settings(deadline=None)
@given(before=WORDS, quote=WORDS, after=WORDS, space=st.sampled_from([" ", "\n", "\n\n", "\u00a0", " \t "]))
def test_words_of_a_text_are_verbatim_however_they_are_spaced(
    before: list[str], quote: list[str], after: list[str], space: str
) -> None:
    """Any run of words is found in the text that it was taken from."""
    assert contains_verbatim(space.join([*before, *quote, *after]), " ".join(quote))
