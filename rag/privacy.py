"""What is about to be shown turned into the same without private contacts; what is stored and searched stays.

An e-mail address is private unless every word before its @ names an office (`post`, `sundhed`, `byraad-sekretariat`):
whoever writes to those reaches a place, not a person. Names, initials and all that is unknown are hidden.
A telephone number is eight digits that are introduced as one (+45, "tlf."), or that are spelled as one
(12 34 56 78, 1234 5678) where nothing around them makes them an amount, an account, a case or years.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rag.domain import AgendaItem, Answer, Citation, Deadline, Hit, Meeting, Participant, Section

MAIL_MASK = "[e-mail skjult]"
PHONE_MASK = "[telefonnummer skjult]"

MAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
OFFICES = frozenset(
    """
    adm administration borger borgere borgerservice byraad byraadet byråd byrådet boern børn bestyrelse bestyrelsen
    dagtilbud databeskyttelse direktion direktionen dpo faelles fælles familie forening formandskab handicap hr
    hjemmepleje info job jobcenter kontakt klynge klyngen kultur ledelse mail moede møde noreply no reply og omsorg
    oekonomi økonomi patient patienter pleje post postkasse politik politisk presse praksis psykiatri raadhus rådhus
    reception region regionen sikker sikkerpost skole skoler social sekretariat sekretariatet service servicedesk
    sundhed support teknik trivsel udvalg udvalget unge vagt visitation visitationen voksen voksne webmaster
    aeldre ældre
    """.split()
)
OFFICE_ENDINGS = (
    "afdeling", "afdelingen", "administration", "center", "centeret", "centret", "forvaltning", "forvaltningen",
    "forvaltningens", "hospital", "hospitalet", "kommune", "kommunen", "klinik", "kontor", "kontoret", "omsorg",
    "omraadet", "området", "postkasse", "raad", "raadet", "rådet", "sekretariat", "sekretariatet", "service",
    "sundhed", "udvalg", "udvalget",
)  # fmt: skip
LABEL = r"(?:tlf|telefon(?:nr|nummer)?|mobil(?:nr|nummer)?|mob|tel|direkte|ring(?: på)?|sms(?: til)?)"
LABELLED = re.compile(
    rf"(?:\b{LABEL}(?:[ .]*nr)?[^\S\n]*[.:]{{0,2}}|\b[tm]:)[^\S\n]*(?:på[^\S\n]+)?"
    r"(?P<number>(?:[2-9]\d([ \u00a0.-]?)\d\d\2\d\d\2\d\d|[2-9]\d{3}[ \u00a0-]\d{4}"
    r"|[2-9]\d{2}[ \u00a0]\d{3}[ \u00a0]\d\d|[2-9]\d[ \u00a0]\d{3}[ \u00a0]\d{3}))(?!\w|[.,-]\d)",
    re.IGNORECASE,
)
COUNTRY = re.compile(r"(?<![\w+])(?P<number>\(?(?:\+|00)[ \u00a0]?45\)?(?:[ \u00a0-]?\d){8})(?!\d)")
SPELLED = re.compile(
    r"(?<![\w@/=-])(?<!\d[ \u00a0.,:])"
    r"(?P<number>[2-9]\d([ \u00a0])\d\d\2\d\d\2\d\d|[2-9]\d{3}[ \u00a0]\d{4})"
    r"(?!\w|[ \u00a0.,:-]\d|[ \u00a0]?(?:,-|%|kr|mio|mia|tkr|t\.kr|dkk|pct|procent|euro|eur|borgere|timer|personer))",
    re.IGNORECASE,
)
NO_PHONE = re.compile(
    r"\b(?:konto\w*|reg|regnr|cvr|ean|gln|iban|faktura\w*|ordre\w*|sags?|sagsnr|journal\w*|ydernr|uger?|år|årene|kr"
    r"|dkk|beløb|lov|bekendtgørelse|nr|nummer)\W{0,4}(?:(?:nr|nummer)\W{0,3})?$",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")
NEAR = 30

Span = tuple[int, int, str]


def mask_contacts(text: str) -> str:
    """Return the text with private e-mail addresses and telephone numbers masked."""
    return _apply(text, _spans(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """The border that what is shown passes: with `shown`, everything passes as it is."""

    shown: bool = False

    def in_text(self, text: str) -> str:
        """Return a text as it may be shown."""
        return text if self.shown else mask_contacts(text)

    def in_answer(self, answer: Answer) -> Answer:
        """Return an answer as it may be shown; its quotations still stand verbatim in their sections as shown."""
        if self.shown:
            return answer
        quoted = {text[a:b] for it in answer.citations for text in [it.section.text] for a, b, _ in _spans(text)}
        return replace(
            answer,
            text=_mask_known(answer.text, quoted),
            citations=tuple(self._in_citation(citation) for citation in answer.citations),
            hits=tuple(self.in_hits(answer.hits)),
        )

    def in_hits(self, hits: Iterable[Hit]) -> list[Hit]:
        """Return ranked items as they may be shown."""
        if self.shown:
            return list(hits)
        return [replace(hit, item=self.in_item(hit.item), meeting=self.in_heading(hit.meeting)) for hit in hits]

    def in_meeting(self, meeting: Meeting) -> Meeting:
        """Return a meeting with its items as it may be shown."""
        if self.shown:
            return meeting
        return replace(self.in_heading(meeting), items=tuple(self.in_item(item) for item in meeting.items))

    def in_heading(self, meeting: Meeting) -> Meeting:
        """Return a meeting as it may be shown, but for its items. The forum stays: searches are limited by it."""
        if self.shown:
            return meeting
        return replace(
            meeting,
            title=mask_contacts(meeting.title),
            place=mask_contacts(meeting.place),
            participants=tuple(_in_participant(person) for person in meeting.participants),
        )

    def in_item(self, item: AgendaItem) -> AgendaItem:
        """Return an agenda item with its sections as it may be shown."""
        if self.shown:
            return item
        texts = {section.id: section.text for section in item.sections} if item.deadlines else {}
        return replace(
            item,
            title=mask_contacts(item.title),
            presenters=tuple(mask_contacts(name) for name in item.presenters),
            responsible=tuple(mask_contacts(name) for name in item.responsible),
            deadlines=tuple(_in_deadline(deadline, texts.get(deadline.section_id, "")) for deadline in item.deadlines),
            attachments=tuple(mask_contacts(name) for name in item.attachments),
            sections=tuple(_in_section(section) for section in item.sections),
        )

    def _in_citation(self, citation: Citation) -> Citation:
        return replace(
            citation,
            meeting=self.in_heading(citation.meeting),
            item=self.in_item(citation.item),
            section=_in_section(citation.section),
            quote=_in_quote(citation.section.text, citation.quote),
        )


def is_office(address: str) -> bool:
    """Tell whether an e-mail address belongs to an office: every word before its @ is one of those for offices."""
    words = [word for word in re.split(r"[\W\d_]+", address.partition("@")[0].casefold()) if word]
    return bool(words) and all(word in OFFICES or word.endswith(OFFICE_ENDINGS) for word in words)


def _spans(text: str) -> list[Span]:
    """Return where private contacts stand, in order and without overlap, with the mask of each.

    What was found is taken out before the rest is looked at, since digits beside a number make it no longer one: those
    that an address begins with, or of the next number.
    """
    found: list[Span] = []
    if "@" in text:
        found = [(*match.span(), MAIL_MASK) for match in MAIL.finditer(text) if not is_office(match[0])]
        text = _blank(text, found)
    while numbers := _numbers(text):
        found += numbers
        text = _blank(text, numbers)
    return sorted(found)


def _numbers(text: str) -> list[Span]:
    """Return where telephone numbers stand, in order and without overlap."""
    return _apart(
        [
            (*match.span("number"), PHONE_MASK)
            for pattern in (COUNTRY, LABELLED, SPELLED)
            for match in pattern.finditer(text)
            if pattern is COUNTRY or _is_phone(text, match, spelled=pattern is SPELLED)
        ]
    )


def _blank(text: str, spans: Sequence[Span]) -> str:
    """Return a text of the same length with brackets where something is masked."""
    return _apply(text, [(start, end, f"[{'·' * (end - start - 2)}]") for start, end, _ in spans])


def _is_phone(text: str, match: re.Match[str], *, spelled: bool) -> bool:
    """Leave out years, and what an amount, an account or a case is called before it."""
    years = [bool(YEAR.fullmatch(part)) for part in re.split(r"[^\d]", match["number"])]
    if not spelled:
        return not all(years)
    return not any(years) and not NO_PHONE.search(text[max(0, match.start() - NEAR) : match.start()])


def _apart(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _apply(text: str, spans: Sequence[Span]) -> str:
    for start, end, mask in reversed(spans):
        text = text[:start] + mask + text[end:]
    return text


def _in_section(section: Section) -> Section:
    return replace(section, text=mask_contacts(section.text), heading=mask_contacts(section.heading))


def _in_deadline(deadline: Deadline, text: str) -> Deadline:
    return replace(deadline, words=_in_quote(text, deadline.words))


def _in_quote(text: str, quote: str) -> str:
    """Mask in a quotation what is masked in its section, also where what tells it a number stands outside."""
    place = re.search(r"\s+".join(map(re.escape, quote.split())), text) if quote.strip() else None
    if place is None:
        return mask_contacts(quote)
    first, last = place.span()
    inside = [
        (max(start, first) - first, min(end, last) - first, mask)
        for start, end, mask in _spans(text)
        if start < last and first < end
    ]
    return _apply(place[0], inside) if inside else quote


def _mask_known(text: str, contacts: Iterable[str]) -> str:
    """Mask the contacts of the quoted sections wherever they stand in an answer, then all others."""
    for contact in sorted(contacts, key=len, reverse=True):
        mask = MAIL_MASK if "@" in contact else PHONE_MASK
        words = r"\s+".join(map(re.escape, contact.split()))
        text = re.sub(rf"(?<!\w){words}(?!\w)", mask, text)
    return mask_contacts(text)


def _in_participant(person: Participant) -> Participant:
    return replace(
        person,
        name=mask_contacts(person.name),
        role=mask_contacts(person.role),
        organisation=mask_contacts(person.organisation),
    )
