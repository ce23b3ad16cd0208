"""The lines around the items turned into forum, date, time, place, title and type of the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from index.parsing.flow import FlowLine, Side
from index.parsing.paragraphs import join_paragraphs
from rag.danish.dates import find_dates, parse_date, parse_times
from rag.domain import DocumentType

_BODY_WORD = (
    r"(?:[A-ZÆØÅa-zæøå-]*(?:styregruppe|fokusgruppe|arbejdsgruppe|følgegruppe|samarbejdsgruppe|udvalg|byråd|regionsråd"
    r"|kommunalbestyrelse|bestyrelse|kontaktråd|samordningsgruppe|patientinddragelsesudvalg|temagruppe)"
    r"|(?:ældre|senior|handicap|ungdoms|udsatte|integrations|bruger|pårørende)råd|råd(?=(?:et)? for\b))"
)
_LINKING = r"(?:for|og|om|i|af|under|,)"
BODY = re.compile(
    r"\b(?P<kind>[A-ZÆØÅ][a-zæøå]+(?:sk|igt|alt) (?=[Uu]dvalg\b))?"
    rf"(?P<body>(?i:{_BODY_WORD}))(?:n|en|et|rne|ets|ens|s)?(?:møde\w*)?\b"
    rf"(?P<name>(?:[ ,]+(?:{_LINKING} )*(?:[A-ZÆØÅ][a-zæøåé-]+|-|&))*)",
)
SUBJECT = re.compile(
    r" (?P<subject>(?:for|om|vedr\.|vedrørende) (?!(?:at|alle|de|det|den|perioden)\b)"
    r"[^\W\d](?:[^\d,.;:()|]|, (?=[a-zæøå]+(?:,| og )))*?)"
    r"(?= (?:den|d\.|kl\b|i (?=[A-ZÆØÅ])|ved|afholdt|holdt|\d|(?:man|tirs|ons|tors|fre|lør|søn)dag\b)"
    r"|,? [–—|-] |,(?! [a-zæøå]+(?:,| og ))|[.;:()|]|$)"
)
"""What a body is for, in words that need no capitals: "for nære sundhedstilbud", "om børn, unge og familie"."""
LONGEST_SUBJECT = 8
"""Words; what goes on longer is a sentence."""
REGION = re.compile(r"\bRegion [A-ZÆØÅ][a-zæøå]+\b")
_MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
LONGEST_STATEMENT = 1_000
"""Characters of a line in which a body is looked for: the pattern takes seconds on lines without end."""
CLUSTER = re.compile(r"\b([A-ZÆØÅ][a-zæøå]+)-?\s?[Kk]lyngen?s?\b")
MUNICIPALITY = re.compile(r"\b((?:[A-ZÆØÅ][a-zæøå]+-)?[A-ZÆØÅ][a-zæøå]+) [Kk]ommunes?\b")
WHEN_LABEL = re.compile(r"(?:møde)?(?:tid|dato|tidspunkt)(?:spunkt)?(?: (?:for|og) \w+)?\s*[:.|]?\s", re.IGNORECASE)
PLACE_LABEL = re.compile(r"(?:(?:møde)?(?:sted|lokale)\s*[:|]|mødested\s)[\s|]*(?P<place>\S.*)", re.IGNORECASE)
PLACE_PHRASE = re.compile(r"\b(?:på|i) (?P<place>(?:[A-ZÆØÅ][\w-]*)(?:[ ,]+(?:(?:og|ved|i|på) )?[A-ZÆØÅ\d][\w-]*)*)")
YEAR_LETTER_LIMIT = 270
"""A letter's date gives the year of a meeting at most this many days later, in days."""
TITLE_LINES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a document says about itself; None or empty where it is silent."""

    forum: str
    title: str
    date: date | None
    start: time | None
    end: time | None
    place: str
    document_type: DocumentType
    dated_by_name: bool = False
    """The date stands only in the name of the file."""


def read_metadata(
    front: Sequence[FlowLine],
    lines: Sequence[FlowLine],
    *,
    stem: str,
    decisions: int,
    items: int,
    wrapped: bool,
) -> Metadata:
    """Read the metadata from the lines before the first item (`front`) and, as evidence, from all lines.

    `decisions` and `items` count the sections with decisions and the numbered items; `stem` is the name of the file
    without suffix and gives the date where the text gives none.
    """
    head = [text for text in join_paragraphs(_heading_lines(front), wrapped=wrapped).split("\n") if text]
    running = [line.text for line in lines if line.side is Side.RUNNING and len(line.text) > 8]
    stated = [*head, *dict.fromkeys(running)]
    text = "\n".join(line.text for line in lines)
    title = _title(head) or next(iter(running), "") or stem
    when, start, end = _when(stated, text)
    by_name = parse_date(re.sub(r"[_]", " ", stem)) if when is None else None
    return Metadata(
        forum=_forum(stated, text),
        title=title,
        date=when or by_name,
        start=start,
        end=end,
        place=_place(head),
        document_type=_document_type(head, stem=stem, decisions=decisions, items=items),
        dated_by_name=by_name is not None,
    )


def _heading_lines(front: Sequence[FlowLine]) -> list[FlowLine]:
    """Return the lines before the participants and the list of contents."""
    stop = re.compile(r"(?:møde)?deltagere|dagsorden|indholdsfortegnelse|afbud|til ?stede|punkter", re.IGNORECASE)
    kept: list[FlowLine] = []
    for line in front[:40]:
        if line.side is None:
            if kept and len(kept) > 1 and stop.fullmatch(line.text.rstrip(":. ")):
                break
            kept.append(line)
    return kept


def _title(head: Sequence[str]) -> str:
    """Return the heading: a lone kind of document ("Referat") takes the words after it along."""
    plain = [text for text in head[:TITLE_LINES] if not re.fullmatch(r"[\d./ -]+|side \d+.*", text)]
    if not plain:
        return ""
    words = [plain[0]]
    for text in plain[1:]:
        lone = re.fullmatch(r"(?:referat|dagsorden|bilag|til|fra|for|af)", words[-1].strip(), re.IGNORECASE)
        if not lone and not text.startswith(("den ", "i ", "på ")):
            break
        words.append(text)
    return " ".join(words).rstrip(".")


def _forum(stated: Sequence[str], text: str) -> str:
    """Return body and cluster or municipality: "Klyngestyregruppen, Randersklyngen"."""
    found = next((match for line in stated if (match := BODY.search(line[:LONGEST_STATEMENT]))), None)
    if found is None:
        return ""
    name = re.split(rf"\s+(?:{_LINKING} )*(?:den\b|{_MONTHS})", found["name"], flags=re.IGNORECASE)[0]
    body = _named(found) + (_subject(found) or name.rstrip(" ,-"))
    body = re.sub(rf",? (?:i |for )?{CLUSTER.pattern}$|,? (?:i )?{MUNICIPALITY.pattern}$", "", body)
    clustered = re.search(r"styregruppe|fokusgruppe|temagruppe|følgegruppe|samordnings", found["body"], re.IGNORECASE)
    where = _commonest(CLUSTER, "\n".join(stated), text) if clustered else ""
    if where:
        return f"{body}, {where}klyngen"
    head = "\n".join(stated)
    region = REGION.search(head)
    if region and not clustered and not MUNICIPALITY.search(head):
        return f"{body}, {region[0]}"
    return with_place(body, head if clustered else text)


def _subject(found: re.Match[str]) -> str:
    """Return what the body is for where words in small letters say it, and nothing where the name has capitals."""
    match = SUBJECT.match(found.string, found.start("name"))
    if match is None or len(match["subject"].split()) > LONGEST_SUBJECT or len(match[0]) <= len(found["name"].rstrip()):
        return ""
    return f" {match['subject'].rstrip()}"


def with_place(forum: str, text: str) -> str:
    """Add the municipality that the text names most to a forum without a place."""
    place = "" if re.search(r", [A-ZÆØÅ]", forum) else _commonest(MUNICIPALITY, text, "")
    return f"{forum}, {place} Kommune" if place else forum


def _named(found: re.Match[str]) -> str:
    """Name a body in the definite form, "Klyngestyregruppen", unless an adjective names it, "Teknisk Udvalg"."""
    body = found["body"]
    if found["kind"]:
        return f"{found['kind']}{body.capitalize()}"
    return body[:1].upper() + body[1:] + ("n" if body.endswith("e") else "et")


def _commonest(pattern: re.Pattern[str], stated: str, text: str) -> str:
    for source in (stated, text):
        names = Counter(match[1] for match in pattern.finditer(source) if match[1].lower() not in {"sundheds", "den"})
        if names:
            return names.most_common(1)[0][0]
    return ""


def _when(stated: Sequence[str], text: str) -> tuple[date | None, time | None, time | None]:
    """Return date, start and end of the meeting.

    A labelled line ("Tid: …") comes first, then the heading and last the running header. A
    day without a year takes it from the first full date in the text, such as the letter's.
    """
    labelled = [line for line in stated if WHEN_LABEL.match(line)]
    letter = next((found for _, found in find_dates(text)), None)
    for line in [*labelled, *stated]:
        when = next((found for _, found in find_dates(line)), None) or _without_year(line, letter)
        if when is not None:
            start, end = next((parse_times(t) for t in (line, *stated) if parse_times(t)), None) or (
                None,
                None,
            )
            return when, start, end
    return None, None, None


def _without_year(line: str, letter: date | None) -> date | None:
    """Read a day and month without year as the first such day on or after the letter's date."""
    if letter is None or not re.search(rf"\d\s*\.\s*(?:{_MONTHS})", line, re.IGNORECASE):
        return None
    candidates = [parse_date(line, default_year=letter.year + shift) for shift in (0, 1)]
    later = [day for day in candidates if day and 0 <= (day - letter).days <= YEAR_LETTER_LIMIT]
    return later[0] if later else candidates[0]


def _place(head: Sequence[str]) -> str:
    for text in head:
        if match := PLACE_LABEL.match(text):
            return match["place"].strip(" .")
    for text in head:
        if re.match(r"(?:i|på) [A-ZÆØÅ]", text):
            return re.sub(r"^(?:i|på) ", "", text).strip(" .")
        if find_dates(text) and (phrases := list(PLACE_PHRASE.finditer(text))):
            return phrases[-1]["place"].strip(" .,")
    return ""


def _document_type(head: Sequence[str], *, stem: str, decisions: int, items: int) -> DocumentType:
    """Tell what kind of document it is: decisions make minutes, "Dagsorden" on top an agenda, else see the words."""
    top = " ".join(head[:TITLE_LINES])
    named = re.search(r"\b(referat|beslutningsprotokol|dagsorden|bilag|notat)\b", f"{top} {stem}", re.IGNORECASE)
    word = named[1].lower() if named else ""
    if word in {"bilag", "notat"} and not decisions:
        return DocumentType.ANNEX
    if decisions or word in {"referat", "beslutningsprotokol"}:
        return DocumentType.MINUTES
    if word == "dagsorden" or (items > 2 and re.search(r"\bmøde\b|\bkl\.", top, re.IGNORECASE)):
        return DocumentType.AGENDA
    return DocumentType.ANNEX
