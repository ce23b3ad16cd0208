"""A question turned into what it asks for: intent, topic words, period, and the thread of the conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.danish.analyse import analyse
from rag.domain import Intent, Turn

_INTENTS: tuple[tuple[Intent, str], ...] = (
    (
        Intent.ACROSS,
        (
            r"over tid|gennem årene|gennem tiden|i årenes løb|udvikle[dt]|udviklingen i|på hvilke møder|hvilke møder"
            r"|hvor mange gange"
            r"|flere møder|tidligere møder|historik|(?:på tværs af|i de forskellige|hvilke) (?:møder|klynger|grupper"
            r"|fora|dokumenter)"
            r"|\bi [A-ZÆØÅ]\w+ og i [A-ZÆØÅ]\w+|fra 20\d\d til|først og siden|begge steder"
            r"|over the years|across|which meetings|hvor henne er .* nævnt|alle steder"
        ),
    ),
    (Intent.REASON, r"\bhvorfor\b|\bbegrundelse\w*|\bårsag\w*|\bgrunden til|\bbaggrunden for|\bwhy\b"),
    (
        Intent.STATUS,
        (
            r"\bstatus\b|\bhvor langt\b|\bhvordan går det\b|\budsat\b|\budskudt\b|\bafsluttet\b"
            r"|\bblev (?:der )?(?:punktet|sagen) (?:udsat|behandlet)"
            r"|\bpostponed\b"
        ),
    ),
    (
        Intent.DECISION,
        (
            r"\bbeslut\w*|\bgodkend\w*|\bvedtag\w*|\bvedtog\w*|\baftal(?:t|te|es|er)\b|\bkonklu\w*|\bafgjort"
            r"|\bafgørelse|\bresultat\w*|\benige?\b"
            r"|\bsagde (?:\w+ ){1,4}(?:ja|nej)|\bbesked\b|\bblev det til\b|\budfald\w*|\bend(?:te|ede)\b|\bdecid\w*"
            r"|\bdecision\w*"
            r"|\bapprov\w*|\bagree[ds]?\b|\bkom der ud af|\bfandt (?:man|de) ud af|\btog (?:man|de|gruppen) stilling"
            r"|\bnedsat\b|\bnedsætte\w*"
        ),
    ),
    (
        Intent.HOW_MANY,
        (
            r"\bhvor mange\b|\bhvor meget\b|\bhvor stor\w*|\bantal\w*|\bhvor lang\b|\bhow (?:many|much)\b"
            r"|\bprocent\w*|\bbeløb\w*|\bkoster?\b"
        ),
    ),
    (
        Intent.WHEN,
        (
            r"\bhvornår\b|\bhvilken dato\b|\bhvilken dag\b|\bfrist\w*|\bdeadline\b|\bhvad tid\b|\bwhen\b"
            r"|\bhvilket år\b|\bnæste møde\b"
        ),
    ),
    (
        Intent.WHO,
        (
            r"\bhvem\b|\bhvilke (?:personer|deltagere|kommuner)\b|\bdeltog\b|\bdeltagere\b|\bafbud\b|\bansvar\w*"
            r"|\bwho\b|\btovholder\w*|\bmødeleder\b"
        ),
    ),
    (Intent.LIST, r"\bhvilke\b|\bnævn\b|\blist\b|\bopremse?\b|\bwhich\b|\bhvad er de \w+\b"),
)
_RULES = [(intent, re.compile(pattern, re.IGNORECASE)) for intent, pattern in _INTENTS]
ASKING = frozenset(
    (
        "hvad hvem hvor hvordan hvornår hvorfor hvilke hvilken hvilket hvis blev bliver blevet er var været "
        "har havde få fik får kan kunne skal skulle vil ville må der det den de dem dette disse denne en et "
        "og eller men som at i på til fra for med om af ved efter under over mellem inden man vi jeg du I "
        "os sig sin sit sine mange meget egentlig nu så også lige gerne foreslået foreslås foreslår foreslå "
        "drøftet drøftede drøftes nævnt aftalt besluttet beslutning beslutninger beslutte besluttede "
        "besluttes godkendt godkende sagt sagde punkt punktet punkter møde mødet møder referat referatet "
        "referater gruppe gruppen grupper gruppens status what when who why how was were is the of in to "
        "did does about and decided which many much"
    ).split()
)
"""Words that ask or stand in every minute; they say nothing about the topic. Whole words: "demens" stems to "dem"."""
GENERIC = frozenset(
    (
        "emne emnet emner sag sagen sager tage tager op igen gøre gør give komme kommer lave laver ske sker "
        "sige siger fortælle mere videre tidspunkt dato person navn beløb penge svar svarer næste gang "
        "først siden senere bagefter ansvar ansvarlig frist præcis begrundelse forklar uddyb årsag ikke"
    ).split()
)
"""Words that a question may hold beside what it points back to."""
_CONTINUING = re.compile(r"^(?:og|men|så|hvad med|uddyb|fortæl mere|hvorfor ikke|and|what about)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:det|den|dem|de|dette|disse|deres|dens|dets|han|hun|hans|hendes|it|that|they|them|this|those)\b",
    re.IGNORECASE,
)
_OPEN_QUESTION = re.compile(
    r"^(?:hvorfor|hvem|hvornår|hvordan|hvor|hvad|hvilke\w*|who|when|why|how|where)\b", re.IGNORECASE
)
_PUNCTUATION = ".,:;!?()[]»«\"'”’"
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
SHORT, WITH_PRONOUN = 3, 5
"""A question with fewer topic words than this leans on the one before it: any open question, or one with a pronoun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a question asks for; `search_text` stands alone, `topic` holds its analysed words that carry meaning."""

    question: str
    search_text: str
    intent: Intent
    topic: tuple[str, ...]
    years: tuple[int, ...]


def understand(question: str, history: Sequence[Turn] = ()) -> Query:
    """Read a question, in the light of the conversation before it."""
    text = stand_alone(question, history)
    return Query(
        question=question,
        search_text=text,
        intent=find_intent(question),
        topic=topic_words(text),
        years=tuple(dict.fromkeys(int(year) for year in YEAR.findall(text))),
    )


def find_intent(question: str) -> Intent:
    """Return the kind of answer asked for; without a sign of any it is a fact."""
    return next((intent for intent, rule in _RULES if rule.search(question)), Intent.FACT)


def topic_words(text: str) -> tuple[str, ...]:
    """Return the analysed words that say what a question is about, each once."""
    return _without(text, ASKING)


def own_words(text: str) -> tuple[str, ...]:
    """Return the topic words that a question brings itself, beside those that may point back."""
    return _without(text, ASKING | GENERIC)


def _without(text: str, words: frozenset[str]) -> tuple[str, ...]:
    kept = (word for word in text.split() if word.strip(_PUNCTUATION).casefold() not in words)
    return tuple(dict.fromkeys(analyse(" ".join(kept))))


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """Put the topic of the last questions before one that leans on them ("Og hvem har ansvaret for det?")."""
    asked = [turn.content for turn in history if turn.role == "user"]
    if not asked or not _leans_back(question):
        return question
    earlier = stand_alone(asked[-1], [Turn(role="user", content=text) for text in asked[:-1]][-2:])
    return f"{earlier} {question}"


def _leans_back(question: str) -> bool:
    """Tell whether a question needs the one before it: it goes on from it, or names little itself."""
    own = own_words(question)
    if not own or _CONTINUING.search(question.strip()):
        return True
    if _PRONOUN.search(question):
        return len(own) < WITH_PRONOUN
    return len(own) < SHORT and bool(_OPEN_QUESTION.search(question.strip()))
