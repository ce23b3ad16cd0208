"""Every Danish word that the pages show, and how dates are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

NAME = "Spørg referatet"
TAGLINE = "Svar ordret fra mødereferaterne, med henvisning til det sted, hvor det står."
SKIP = "Gå til indholdet"
SKIP_TO_QUESTION = "Gå til spørgsmålsfeltet"
NO_SCRIPT = "Siden kræver JavaScript. Referaterne kan stadig læses gennem de adresser, I har gemt."
HOME = "Stil et spørgsmål"

# The chat page

QUESTION_LABEL = "Dit spørgsmål"
QUESTION_HINT = "Skriv dit spørgsmål her"
SEND = "Spørg"
RESTART = "Ny samtale"
EXAMPLES = (
    "Hvad blev besluttet om KOL-rehabilitering?",
    "Hvem har ansvaret for opfølgende hjemmebesøg?",
    "Hvornår er næste møde?",
    "Hvilke punkter er blevet udsat?",
)
CONVERSATION = "Samtale"
GREETING = "Spørg om beslutninger, ansvar, frister eller baggrund. Svaret er referatets egne ord."
SEARCHING = "Søger i referaterne …"
YOU = "Du spurgte"
ANSWER = "Svar"

CHECKED = "{checked} af {all} {quotations} kontrolleret"
WRITTEN = "Teksten er skrevet af en sprogmodel ud fra de citerede steder og kontrolleret{left_out}."
LEFT_OUT = "; {sentences} udeladt"
CHECKED_HOW = (
    "Hvert citat er slået efter i referatet og fundet ordret på det nævnte sted. "
    "Det, som ikke kunne findes, er udeladt af svaret."
)

UNDERSTOOD = "Sådan blev spørgsmålet afgrænset. Tryk på en afgrænsning for at fjerne den og spørge igen."
CONSTRAINTS: Mapping[str, str] = {
    "forum": "Forum",
    "period": "Periode",
    "meeting": "Møde",
    "item": "Punkt",
    "case": "Sag",
    "document_type": "Dokument",
}
ONLY, MAINLY = "kun", "især"
"""Before a limit that alone was searched, and before one that weighs more."""

FILTERS = "Afgræns søgningen"
FORUM = "Forum"
ALL_FORUMS = "Alle fora"
DATE_FROM = "Fra dato"
DATE_TO = "Til dato"
DATE_HINT = "dd.mm.åååå"
DOCUMENT_TYPE = "Dokument"
ALL_TYPES = "Alle dokumenter"
BAD_DATE = "»{value}« kan ikke læses som en dato. Skriv den som 8.6.2021."
EMPTY_QUESTION = "Skriv et spørgsmål først."
NO_ANSWER = "Der kunne ikke svares lige nu. Prøv igen om lidt."

SOURCES = "Kilder"
NO_SOURCES = "Her vises de steder i referaterne, som svaret bygger på."
NOTHING_CITED = "Svaret fremgår ikke af referaterne."
NOTED = "Svaret står i dokumentets mødeoplysninger, ikke i selve teksten."
NEAREST = "Nærmeste dagsordenspunkter"
OPEN_ITEM = "Åbn dagsordenspunktet"
ABRIDGED = "…"
BULLETS = "•-–*·▪◦"
"""A line that begins with one of these is set as a point of a list."""

# The readable pages

ITEM = "Punkt"
OUTSIDE = "Uden for dagsordenspunkterne"
OUTSIDE_NUMBER = "0"
MEETING = "Møde"
MEETING_PAGE = "Hele mødet"
ITEMS = "Dagsordenspunkter"
PARTICIPANTS = "Deltagere"
ATTACHMENTS = "Bilag"
PREVIOUS = "Forrige punkt"
NEXT = "Næste punkt"
NEIGHBOURS = "Andre punkter på mødet"
DATE = "Dato"
TIME = "Tid"
PLACE = "Sted"
CASE_NUMBER = "Sagsnummer"
PRESENTERS = "Oplæg ved"
RESPONSIBLE = "Ansvarlig"
DEADLINES = "Frister"
OUTCOME = "Udfald"
SOURCE = "Kilde"
NO_DATE = "uden dato"
NO_FORUM = "Ukendt forum"
CLOSED = "Lukket punkt"
NO_TEXT = "Punktet har ingen tekst i dokumentet."
NO_ITEMS = "Dokumentet har ingen dagsordenspunkter."
PRINTED_HEADING = "Overskrift i dokumentet"
PAGE = "side"
CITED = "Det citerede sted"
VERBATIM = "Teksten er gengivet ordret fra filen"
AGENDA_NOTICE = "Dette er en dagsorden. Den viser, hvad der skulle behandles, og ikke hvad der blev besluttet."
BACK = "Til forsiden"

KINDS: Mapping[str, str] = {
    "indstilling": "Indstilling (forslag)",
    "sagsfremstilling": "Sagsfremstilling",
    "drøftelse": "Drøftelse",
    "beslutning": "Beslutning",
    "bilag": "Bilag",
    "deltagere": "Deltagere og afbud",
    "andet": "Øvrig tekst",
}
NOT_DECIDED: Mapping[str, str] = {
    "indstilling": "foreslået i indstillingen",
    "sagsfremstilling": "nævnt i sagsfremstillingen",
    "drøftelse": "nævnt i drøftelsen",
    "andet": "nævnt i øvrig tekst",
}
"""What a deadline outside the decision is."""
DOCUMENT_TYPES: Mapping[str, str] = {"referat": "Referat", "dagsorden": "Dagsorden", "bilag": "Bilag"}
OUTCOMES: Mapping[str, str] = {
    "besluttet": "Besluttet",
    "godkendt": "Godkendt",
    "til efterretning": "Taget til efterretning",
    "drøftet": "Drøftet",
    "udsat": "Udsat",
    "afvist": "Afvist",
    "ikke oplyst": "",
}
ATTENDANCE: Mapping[str, str] = {
    "til stede": "Til stede",
    "delvist": "Til stede en del af mødet",
    "afbud": "Afbud",
}
MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip


def day(iso: str | None) -> str:
    """Write an ISO date as "8. juni 2021", with the day kept by its month."""
    if not iso:
        return NO_DATE
    it = date.fromisoformat(iso)
    return f"{it.day}.\N{NO-BREAK SPACE}{MONTHS[it.month - 1]} {it.year}"


def clock(iso: str) -> str:
    """Write an ISO time as "14.05"."""
    hours, minutes = iso.split(":")[:2]
    return f"{int(hours)}.{minutes}"


def item_name(number: str, title: str) -> str:
    """Name an item by its number and title; text outside the numbered items has a name of its own."""
    return OUTSIDE if number == OUTSIDE_NUMBER else f"{ITEM} {number}: {title}"


def constraint(kind: str, labels: Sequence[str], *, hard: bool) -> str:
    """Name what limits a question: "Periode: kun juni 2021 ✕"."""
    return f"{CONSTRAINTS[kind]}: {ONLY if hard else MAINLY} {', '.join(labels)} ✕"


def checked(mode: str, *, checked: int, dropped: int) -> str:
    """Say how many quotations were found in the minutes: "3 af 3 citater kontrolleret"."""
    if mode == "llm":
        sentences = "1 sætning er" if dropped == 1 else f"{dropped} sætninger er"
        return WRITTEN.format(left_out=LEFT_OUT.format(sentences=sentences) if dropped else "")
    count = checked + dropped
    return CHECKED.format(checked=checked, all=count, quotations="citat" if count == 1 else "citater")
