"""Lists of participants turned into names, roles, organisations and who sent apologies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rag.attendance import ABSENT_HEADING
from rag.domain import Attendance, Participant

_CAP = r"[A-ZÆØÅÉ][\wæøåéöäü’'.-]*"
NAME = re.compile(rf"{_CAP}(?: (?:{_CAP}|von|van|de|af)){{1,4}}")
EMAIL = re.compile(r"\S+@\S+\.\w+")
ROLE_WORD = re.compile(
    r"\w*(?:chef|leder|direktør|konsulent|læge|sygeplejersken?|fuldmægtig|koordinator|sekretær|formand|økonom|rådgiver"
    r"|terapeut|plejersken?|farmaceut|psykolog|diætist|medlem|visitator|medarbejder|borgmester|repræsentant|ansvarlig|specialist|praktiserende|referent|planlægger)",
    re.IGNORECASE,
)
ORGANISATION = re.compile(
    r"\b(?:kommuner?|region(?:en)?|regions\w+|hospital\w*|psykiatri\w*|praksis|plo|sekretariat|patienter|pårørende"
    r"|sygehus\w*|center|kontaktråd|almen|ministerium|styrelse\w*|\w+klyngen)\b",
    re.IGNORECASE,
)
TRAILING_ORGANISATION = re.compile(r"\s((?:[A-ZÆØÅ]\w+-)?[A-ZÆØÅ]\w+ [Kk]ommune)$|,\s*([^,]+)$")
ABSENT = re.compile(r"\b(?:afbud|fraværende)\b", re.IGNORECASE)
PARTIAL = re.compile(
    r"\b(?:deltager|deltog|til stede|gik|forlod|ankom|kom)\b.{0,30}\b(?:til|fra|kl|under|punkt)\b",
    re.IGNORECASE,
)
GROUP = re.compile(r"([^:;,]{3,60}):\s+(\S.*)")
_TABLE_HEADS = frozenset(("funktion", "navn", "deltager", "deltagere", "rolle", "titel"))
LABEL = re.compile(r"(mødeleder|ordstyrer|formand|referent|dirigent)\s*:\s*(.*)", re.IGNORECASE)


def names_person(text: str) -> bool:
    """Tell whether a line looks like an entry of a participant list: a name, a role or an organisation."""
    text = EMAIL.sub("", text).strip(" ,:")
    first = text.split(",")[0].split("(")[0].strip()
    if not first or len(text) > 200 or text.endswith("."):
        return False
    words = first.split()
    named = bool(NAME.fullmatch(first) or (NAME.match(first) and PARTIAL.search(text)))
    placed = "," in text and len(text) < 120 and bool(ORGANISATION.search(text.rsplit(",", 1)[1]))
    return (
        named
        or placed
        or any(ROLE_WORD.fullmatch(word) for word in words)
        or bool(ORGANISATION.search(first) and len(words) <= 5)
    )


def read_participants(texts: Iterable[str], *, heading: str = "") -> list[Participant]:
    """Read the entries of one list; those under "Afbud" or "Fraværende" were absent.

    A line that is only an organisation heads the entries after it. Roles without a personal name are kept as name.
    """
    status = Attendance.ABSENT if ABSENT_HEADING.search(heading) else Attendance.PRESENT
    organisation, role = "", ""
    found: list[Participant] = []
    for group, entry in _with_groups(join_entries(list(texts))):
        organisation = organisation if group is None else group
        label = LABEL.fullmatch(entry)
        if label and label[2]:
            found.append(_read_entry(label[2], organisation="", role=label[1].capitalize(), status=status))
        elif label:
            role = label[1].capitalize()
        elif ABSENT_HEADING.fullmatch(entry.rstrip(":. ")):
            status, organisation = Attendance.ABSENT, ""
        elif _heads_group(entry):
            organisation = entry.rstrip(": ")
        elif names_person(entry):
            found.append(_read_entry(entry, organisation=organisation, role=role, status=status))
            role = ""
    return found


def _with_groups(entries: Sequence[str]) -> Iterator[tuple[str | None, str]]:
    """Take lines that hold several entries apart: "Nordfjord Kommune: Direktør; Sundhedschef" and table rows.

    Yields each entry with the organisation that its line begins with, None where it names none.
    """
    for entry in entries:
        if " | " in entry:
            cells = [cell.strip() for cell in entry.split(" | ")]
            if cells[0].lower() not in _TABLE_HEADS:
                yield None, f"{cells[0]}, {cells[1]}{f' ({cells[2]})' if len(cells) > 2 and cells[2] else ''}"
        elif (led := GROUP.fullmatch(entry)) and ORGANISATION.search(led[1]):
            yield from ((led[1], part.strip()) for part in led[2].split(";"))
        else:
            yield from ((None if "; " not in entry else "", part.strip()) for part in entry.split(";"))


def join_entries(texts: Sequence[str]) -> list[str]:
    """Return the entries of a participant list; a line such as "(sekretær)" goes on from the one before."""
    entries: list[str] = []
    for raw in texts:
        text = re.sub(r"^[•·*–-]\s*", "", raw.strip())
        if entries and text and _belongs_to(entries[-1], text):
            entries[-1] = f"{entries[-1]}{'' if entries[-1].endswith('-') else ' '}{text}"
        elif text:
            entries.append(text)
    return entries


def _belongs_to(before: str, text: str) -> bool:
    open_bracket = before.count("(") > before.count(")")
    if (led := GROUP.match(text)) and ORGANISATION.search(led[1]):
        return False
    listed = (";" in before and ";" in text) or before.endswith(";") or (";" in before and not GROUP.match(text))
    rest = re.fullmatch(r"[Kk]ommune\b.*|[^\s,:]+(?: \([^)]*\))?", text) and "," in before and not names_person(text)
    tail = bool(rest) or bool(re.match(r"[Kk]ommune\b(?!:)", text))
    return listed or tail or open_bracket or before.endswith(("-", ",")) or text.startswith("(") or text[:1].islower()


def _heads_group(entry: str) -> bool:
    plain = entry.rstrip(": ")
    if "," in plain or EMAIL.search(plain) or "(" in plain:
        return False
    return entry.endswith(":") or (bool(ORGANISATION.search(plain)) and not ROLE_WORD.match(plain.split()[0]))


def _read_entry(entry: str, *, organisation: str, role: str, status: Attendance) -> Participant:
    text = EMAIL.sub("", entry).strip(" ,")
    if status is Attendance.PRESENT and ABSENT.search(text):
        status = Attendance.ABSENT
    elif PARTIAL.search(text):
        status = Attendance.PARTIAL
    text = re.sub(r"\s*\((?:afbud|fraværende)[^)]*\)", "", text, flags=re.IGNORECASE)
    text = PARTIAL.split(text)[0].strip(" ,(") if PARTIAL.search(text) else text
    brackets = [part for part in re.findall(r"\(([^)]*)\)", text) if not part.lower().startswith("i stedet")]
    plain = re.sub(r"\s*\([^)]*\)", "", text).strip(" ,")
    first, _, rest = plain.replace("-, ", "-\x1f ").partition(",")
    first = first.replace("\x1f", ",")
    name, lead = _split_role(first.strip())
    rest = rest.replace("\x1f", ",").strip()
    place = _own_organisation(rest)
    duty = re.sub(r"\s+(?:for|i|ved|fra)$", "", rest.removesuffix(place).strip(" ,"))
    roles = [part for part in (role, lead, duty, *brackets) if part]
    return Participant(name=name, role=", ".join(roles), organisation=place or organisation, status=status)


def _own_organisation(rest: str) -> str:
    """Return the organisation that ends an entry: "… Herning kommune", ", HEV", ", Regionshospitalet Randers"."""
    where = TRAILING_ORGANISATION.search(f" {rest}") or TRAILING_ORGANISATION.search(f",{rest}")
    if where is None:
        return ""
    name = (where[1] or where[2]).strip()
    known = bool(ORGANISATION.search(name)) and not ROLE_WORD.match(name.split()[0])
    return name if name[:1].isupper() and (known or name.isupper()) else ""


def _split_role(first: str) -> tuple[str, str]:
    """Split "Ældrechef Søs Fuglsang" into name and role; a role without a name stays the name."""
    words = first.split()
    if len(words) < 3 and not (words and ROLE_WORD.fullmatch(words[0])):
        return first, ""
    if not (ROLE_WORD.fullmatch(words[0]) or any(word[:1].islower() for word in words)):
        return first, ""
    start = len(words)
    while start > 1 and re.fullmatch(_CAP, words[start - 1]) and not ROLE_WORD.fullmatch(words[start - 1]):
        start -= 1
    name = words[start:]
    return (" ".join(name), " ".join(words[:start])) if len(name) >= 2 else (first, "")
