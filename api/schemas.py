"""The public contract as Pydantic models: what may be sent, and what is returned."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any, Literal, Self, TypedDict

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from api import text
from rag.domain import Attendance, ConstraintKind, DocumentType, Filters, Outcome, SectionKind, Turn

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MAX_QUESTION, MAX_MESSAGE, MAX_TURNS, MAX_HITS, MAX_PAGE = 2000, 10_000, 20, 50, 200


def _iso_date(value: object) -> date | None:
    """Take an ISO date and nothing else: Pydantic alone would read 2021 as seconds since 1970."""
    if value is None:
        return None
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(text.BAD_DATE)


Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION)]
Day = Annotated[date | None, BeforeValidator(_iso_date)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Sent(BaseModel):
    """Something a client sends; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FiltersIn(Sent):
    """Afgrænsning af søgningen; udeladte felter begrænser ikke."""

    forum: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] | None = Field(
        None, description="Ord fra forummets navn; alle skal være der.", examples=["Fokusgruppen"]
    )
    date_from: Day = Field(None, description="Kun møder fra og med denne dato.", examples=["2021-01-01"])
    date_to: Day = Field(None, description="Kun møder til og med denne dato.", examples=["2021-12-31"])
    document_type: DocumentType | None = Field(None, description="Kun dokumenter af denne type.", examples=["referat"])

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise ValueError(text.DATES_REVERSED)
        return self

    def to_domain(self) -> Filters:
        """Return the filters as the search takes them."""
        return Filters(
            forum=self.forum,
            date_from=self.date_from,
            date_to=self.date_to,
            document_type=self.document_type,
        )


class SearchQuery(FiltersIn):
    """Søgeord og afgrænsning i adressen."""

    q: Question = Field(description="Det, der søges efter.", examples=["KOL-rehabilitering"])
    limit: int = Field(10, ge=1, le=MAX_HITS, description="Højst så mange dagsordenspunkter.")


class MeetingsQuery(FiltersIn):
    """Afgrænsning og side i adressen."""

    limit: int = Field(50, ge=1, le=MAX_PAGE, description="Højst så mange møder.")
    offset: int = Field(0, ge=0, le=1_000_000, description="Spring så mange møder over.")


class TurnIn(Sent):
    """En tidligere besked i samtalen."""

    role: Literal["user", "assistant"] = Field(description="Hvem der skrev: `user` spurgte, `assistant` svarede.")
    content: str = Field(min_length=1, max_length=MAX_MESSAGE, description="Beskedens tekst.")

    def to_domain(self) -> Turn:
        """Return the message as the assistant takes it."""
        return Turn(role=self.role, content=self.content)


class Asked(TypedDict):
    """What goes with a question, as the assistant takes it."""

    history: list[Turn]
    filters: Filters
    limit: int
    mode: str
    ignore: list[ConstraintKind]


class AskRequest(Sent):
    """Et spørgsmål til referaterne."""

    question: Question = Field(
        description="Spørgsmålet, som man ville stille det til en kollega.",
        examples=["Hvad blev besluttet om KOL-rehabilitering?"],
    )
    history: list[TurnIn] = Field(
        [], max_length=MAX_TURNS, description="Samtalen indtil nu, ældste besked først.", examples=[[]]
    )
    filters: FiltersIn = Field(FiltersIn(), description="Afgrænsning af, hvilke referater svaret må bygge på.")
    limit: int = Field(10, ge=1, le=MAX_HITS, strict=True, description="Antal dagsordenspunkter i `hits`.")
    mode: Literal["auto", "extract", "llm"] = Field(
        "auto",
        description="`extract`: ordrette sætninger; `llm`: ved en sprogmodel; `auto`: serveren vælger.",
    )
    ignore: list[ConstraintKind] = Field(
        [],
        max_length=len(ConstraintKind),
        description="Slags afgrænsninger, som ikke skal læses ud af spørgsmålet (se `understood` i svaret).",
        examples=[["period"]],
    )

    def to_domain(self) -> Asked:
        """Return what goes with the question as the assistant takes it."""
        return Asked(
            history=[turn.to_domain() for turn in self.history],
            filters=self.filters.to_domain(),
            limit=self.limit,
            mode=self.mode,
            ignore=self.ignore,
        )


class Returned(BaseModel):
    """Something we return; only the fields that are named here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CitationOut(Returned):
    """Et ordret citat med det sted, hvor det står."""

    number: int = Field(description="Tallet i svarets markering, f.eks. 1 for [1].", examples=[1])
    item_id: str
    meeting_id: str
    forum: str = Field(examples=["Fokusgruppen Sundhed for Voksne"])
    meeting_date: date | None = Field(examples=["2021-06-08"])
    item_number: str = Field(
        description="Punktets nummer som trykt; »0« er tekst uden for de nummererede punkter.", examples=["6"]
    )
    item_title: str = Field(examples=["KOL-rehabilitering"])
    section: SectionKind = Field(description="Afsnittets rolle i punktet.", examples=["beslutning"])
    quote: str = Field(description="Referatets egne ord, tegn for tegn.")
    core: tuple[int, int] | None = Field(
        description="Hvor i citatet svarets kerne begynder og slutter, talt i tegn; null, når den ikke er fundet.",
        examples=[[12, 31]],
    )
    source: str = Field(description="Filens navn.", examples=["referat-2021-06-08.txt"])
    url: str = Field(description="Siden med dagsordenspunktet, ved det citerede afsnit.", examples=["/items/…#…"])


class HitOut(Returned):
    """Et fundet dagsordenspunkt."""

    rank: int = Field(examples=[1])
    item_id: str
    item_number: str = Field(examples=["6"])
    item_title: str = Field(examples=["KOL-rehabilitering"])
    meeting_date: date | None = Field(examples=["2021-06-08"])
    forum: str = Field(examples=["Fokusgruppen Sundhed for Voksne"])
    source: str = Field(examples=["referat-2021-06-08.txt"])
    score: float = Field(description="Rangordnens værdi; kan kun sammenlignes inden for samme svar.")


class QuotesOut(Returned):
    """Hvor mange citater der er fundet igen i referaterne."""

    checked: int = Field(description="Citater, som står ordret i det nævnte afsnit.", examples=[3])
    dropped: int = Field(
        description="Citater eller sætninger fra en sprogmodel, som blev udeladt, fordi referaterne ikke bærer dem.",
        examples=[0],
    )


class Timing(Returned):
    """Tidsforbrug i millisekunder."""

    total: float = Field(examples=[42.0])


class SourcesOut(Returned):
    """Begivenheden `sources`: det, svaret bygger på."""

    citations: list[CitationOut]
    hits: list[HitOut]


class ConstraintOut(Returned):
    """En afgrænsning, som er læst ud af spørgsmålet."""

    kind: ConstraintKind = Field(description="Hvad der afgrænses.", examples=["period"])
    label: str = Field(description="Afgrænsningen med ord.", examples=["juni 2021"])
    hard: bool = Field(description="Sand, når kun det afgrænsede er søgt igennem; ellers vejer det blot tungere.")


class AnswerOut(SourcesOut):
    """Et svar med henvisninger, eller beskeden om, at referaterne ikke fortæller det."""

    answer: str = Field(description="Dansk tekst med markeringer som [1].")
    abstained: bool = Field(description="Sand, når svaret ikke fremgår af referaterne.")
    confidence: float = Field(ge=0, le=1, description="Hvor sikkert svaret er, fra 0 til 1.", examples=[0.87])
    citations: list[CitationOut] = Field(description="Det, svaret hviler på.")
    hits: list[HitOut] = Field(description="De nærmeste dagsordenspunkter, hvert kun én gang.")
    understood: list[ConstraintOut] = Field(description="De afgrænsninger, som er læst ud af spørgsmålet.")
    mode: str = Field(description="Hvordan svaret blev til.", examples=["extract"])
    quotes: QuotesOut
    timing_ms: Timing


class SearchOut(Returned):
    """De nærmeste dagsordenspunkter."""

    hits: list[HitOut]
    timing_ms: Timing


class ParticipantOut(Returned):
    """En deltager; det, der ikke er oplyst, er tom tekst."""

    name: str
    role: str
    organisation: str
    status: Attendance


class MeetingSummary(Returned):
    """Et møde uden dets punkter."""

    id: str
    forum: str = Field(examples=["Klyngestyregruppen"])
    title: str
    date: date | None
    document_type: DocumentType
    source: str
    url: str = Field(examples=["/meetings/…"])


class MeetingsOut(Returned):
    """En side af møder, nyeste først."""

    total: int = Field(description="Antal møder, som afgrænsningen lader igennem.")
    forums: list[str] = Field(description="Alle fora i samlingen.")
    meetings: list[MeetingSummary]


class ItemSummary(Returned):
    """Et dagsordenspunkt uden dets tekst."""

    id: str
    number: str
    title: str
    closed: bool
    outcome: Outcome
    url: str


class MeetingOut(MeetingSummary):
    """Et møde med deltagere og punkter."""

    start: time | None
    end: time | None
    place: str
    participants: list[ParticipantOut]
    items: list[ItemSummary]


class SectionOut(Returned):
    """Et afsnit af et punkt; teksten er ordret, ét tekstafsnit pr. linje."""

    id: str
    kind: SectionKind
    heading: str
    text: str
    page: int | None


class DeadlineOut(Returned):
    """En frist; ordene er ordrette og står i afsnittet."""

    due: date = Field(description="Dagen, fristen løber til og med.", examples=["2024-06-01"])
    words: str = Field(description="Den sætning eller tabelrække, der sætter fristen, ordret.")
    section: SectionKind = Field(description="Afsnittets rolle: kun i en `beslutning` er fristen besluttet.")
    section_id: str


class ItemOut(ItemSummary):
    """Et dagsordenspunkt med al tekst, dets møde og dets naboer."""

    time_slot: str
    case_number: str
    presenters: list[str] = Field(description="De, der lagde punktet frem.", examples=[["Anne Berg"]])
    responsible: list[str] = Field(description="De personer, roller eller parter, der skal handle.")
    deadlines: list[DeadlineOut]
    attachments: list[str]
    sections: list[SectionOut]
    meeting: MeetingSummary
    previous: ItemSummary | None
    next: ItemSummary | None


class FieldError(Returned):
    """Hvad der er galt med et felt."""

    field: str = Field(examples=["filters.date_from"])
    detail: str = Field(examples=["skal være en dato som 2021-06-08"])


class Problem(Returned):
    """En fejl (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Findes ikke"])
    status: int = Field(examples=[404])
    detail: str = Field(description="Hvad der er galt, på dansk.")
    instance: str = Field(description="Adressen, der blev spurgt på.", examples=["/api/items/ukendt"])
    errors: list[FieldError] | None = Field(None, description="De felter, der ikke kan bruges.")


class Health(Returned):
    """Serverens tilstand."""

    status: Literal["ok"]


Json = dict[str, Any]
