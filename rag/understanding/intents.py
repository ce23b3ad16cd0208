"""A question turned into the kind of answer it asks for, by the words that ask."""

from __future__ import annotations

import re
from enum import StrEnum

from rag.domain import Intent

_TREATED = (
    r"(?:drøftet|droeftet|behandlet|taget op|nævnt|omtalt|diskuteret|berørt|oppe|et punkt|et emne|et tema|på bordet)"
)
_INTENTS: tuple[tuple[Intent, str], ...] = (
    (
        Intent.ACROSS,
        (
            r"over tid|gennem årene|gennem tiden|i årenes løb|udvikle[dt]|udviklingen i|på hvilke møder|hvilke møder"
            rf"|hvor mange gange .*\b{_TREATED}\b|hvor mange gange .*\b(?:udsat|udskudt|skubbet|udsættes?)\b"
            r"|\b(?:to|tre|flere) gange\b(?! om\b)|flere møder|tidligere møder|historik"
            r"|(?:på tværs af|i de forskellige) (?:møder|klynger|grupper|fora|dokumenter|punkter)"
            r"|\bhvilke (?:møder|klynger|fora|dokumenter|punkter)"
            r"|de forskellige steder"
            r"|\b(?:i )?(?-i:[A-ZÆØÅ])\w+ og (?:i )?(?-i:[A-ZÆØÅ])\w+(?:klyngen|gruppen)?\b.*\b(?:om|for|ved|på)\b"
            r"|\bi (?-i:[A-ZÆØÅ])\w+ og i (?-i:[A-ZÆØÅ])\w+"
            r"|fra 20\d\d til|først og siden|begge steder|flere steder"
            r"|\b(?:ændret|ændrede|forandret) sig\b|\bsiden (?:19|20)\d\d\b|\bsidenhen\b|\bdengang og\b|\bfør og nu\b"
            r"|\b(?:først|i starten|til at begynde med)\b.*\b(?:siden|senere|derefter|til sidst|endte)\b"
            r"|\bhele forløbet\b|\bhistorien (?:om|bag)\b"
            r"|\bfra møde til møde"
            r"|\b(?:begge|hver af de|de (?:to|tre|fire)|alle|flere) (?:klynger|(?:fokus)?grupper|udvalg|fora|møder)\b"
            r"|\b(?:hos|i) (?-i:[A-ZÆØÅ])[\w-]+(?: (?-i:[A-ZÆØÅ])[\w-]+)? og (?:hos|i) (?-i:[A-ZÆØÅ])"
            r"|\bsince (?:19|20)\d\d\b|\bover time\b|\bboth (?:clusters|groups|meetings|committees)\b"
            r"|\bhow (?:has|have) .* (?:changed|developed)\b"
            r"|\bhvad (?:skete|er der sket) (?:der )?(?:så|siden|senere|derefter|bagefter)\b|\bom (?:\S+ ){1,5}og om\b"
            r"|\bhver især\b|\ber der sket\b.*\bsiden\b|\bforskel\w* (?:på|mellem)\b.*\b(?:19|20)\d\d\b"
            r"|\bforskel\w* (?:på|mellem)\b.*\b(?-i:[A-ZÆØÅ])\w+ og (?:i )?(?-i:[A-ZÆØÅ])\w+"
            r"|\bforskel\w* (?:på|mellem)\b.*\b(?P<of>med|om|i|på|for|ved) .{2,40} og (?P=of) "
            r"|over the years|across|which meetings|hvor henne er .* nævnt|nævnt alle steder"
        ),
    ),
    (
        Intent.DEFINITION,
        (
            r"\bstår (?:der )?(?:bogstaverne |forkortelsen )?\S+(?: \S+)? for\b|\bdækker .* over\b"
            r"|\bhvad betyder\b(?! de[nt]?\b| dette\b| disse\b)"
            r"|\bforkortelse\w*|\bbogstaverne\b|\bskrive[rt]? .* helt ud\b"
            r"|\bhvad (?:vil .* sige|forstås (?:der )?ved|menes (?:der )?med)\b"
            r"|\bstands? for\b|\bwhat does .* mean\b|\bdefinition\w*|\bhvornår regnes\b|\bgår .{2,40} ud på\b"
            r"|\bhvad er .{2,60} for (?:noget|en|et)\b|\bkort fortalt\b|\bhvad er .{2,40} egentlig\b"
        ),
    ),
    (
        Intent.ABSENCE,
        (
            r"\bnogensinde\b|\bnogen sinde\b|\bpå dagsorden(?:en|er)\b"
            r"|\bever\b.*\b(?:discuss|mention|rais)"
            rf"|^(?:har|er|blev|var|have|has|is|was)\b.{{2,80}}?\b(?:blevet |været )?{_TREATED}\b"
            rf"|,\s*er (?:det|den|de) (?:blevet |nogensinde )?{_TREATED}\b|\bhar (?:det|den) været {_TREATED}\b"
            r"|\bhar haft .{2,60} (?:som|på) (?:et )?(?:punkt|dagsordenen|emne)"
            r"|\bstår der noget om\b|\bfindes der noget om\b"
            r"|^har .{2,60} haft (?:noget|nogle sager|en sag) (?:om|med)\b"
            r"|^(?:is|was) .* (?:mentioned|discussed|on the agenda)"
        ),
    ),
    (Intent.REASON, r"\bhvorfor\b|\bbegrundelse\w*|\bårsag\w*|\bgrunden til|\bbaggrunden for|\bwhy\b"),
    (
        Intent.STATUS,
        (
            r"\bstatus\b|\bhvor langt\b|\bhvordan går det\b|\budsat\b|\budskudt\b|\bafsluttet\b"
            r"|\bblev (?:der )?(?:punktet|sagen) (?:udsat|behandlet)|\bpostponed\b"
            r"|\bhvad (?:skete der|er der sket) med\b|\bhvad (?:blev der|er der blevet) af\b"
            r"|\bhvordan (?:gik det|er det gået) med\b"
            r"|\ber (?:den|det|de) i gang\b|\bventer man på\b|\bkun et ønske\b|\bnår .* kan gå videre\b"
        ),
    ),
    (
        Intent.DECISION,
        (
            r"\bbeslut\w*|\bgodkend\w*|\bvedtag\w*|\bvedtog\w*|\baftal(?:t|te|es|er)\b|\bkonklu\w*|\bafgjort"
            r"|\bafgørelse|\bresultat\w*|\benige?\b|\bvalgte\b|\bbevilge[dt]\w*|\bbestemt\b|\bsagde man ja\b"
            r"|\bsagde (?:\w+ ){1,4}(?:ja|nej)\b|\bbesked\b|\bblev det til\b|\budfald\w*|\bend(?:te|ede)\b|\bdecid\w*"
            r"|\bdecision\w*|\bapprov\w*|\bagree[ds]?\b|\bkom der ud af|\bfandt (?:man|de) ud af"
            r"|\b(?:stemt|stemte|stemmes) ned\b|\b(?:gik|kom) (?:\S+ ){1,6}igennem\b|\bfik (?:\S+ ){1,5}lov\b"
            r"|\bforkaste\w*|\bafvist?\b|\bstillede (?:\S+ ){1,5}sig til\b|\bsagde (?:\S+ ){1,4}til\b"
            r"|\bkom der noget ud af\b"
            r"|\btog (?:man|de|gruppen) stilling|\bnedsat\b|\bnedsætte\w*"
        ),
    ),
    (
        Intent.HOW_MANY,
        (
            r"\bhvor (?:maange|mange)\b|\bhvor meget\b|\bhvor stor\w*|\bantal\w*|\bhvor lang\b"
            r"|\bhvor længe\b|\bhvor tit\b"
            r"|\bhow (?:many|much|old|long|often)\b|\bproc(?:e)?nt\w*|\bbeløb\w*|\bkoster?\b"
        ),
    ),
    (
        Intent.WHEN,
        (
            r"\bhvornår\b|\bhvornaar\b|\bhvilken dato\b|\bhvilken dag\b|\bfrist\w*|\bdeadline\b|\bhvad tid\b|\bwhen\b"
            r"|\bhvilket år\b|\bnæste møde\b|^datoer?\b"
        ),
    ),
    (
        Intent.WHO,
        (
            r"\bhvem\b|\bhvilke (?:personer|deltagere|kommuner)\b|\bdeltog\b|\bdeltagere\b|\bafbud\b|\bansvar\w*"
            r"|\bwho\b|\btovholder\w*|\bmødeleder\b|\btil ?stede\b"
        ),
    ),
    (
        Intent.LIST,
        (
            r"\bhvilke\b|\bnævn\b|\blist\b|\bopremse?\b|\bwhich\b|\bhvad er de \w+\b|\bhvad foreslår\b"
            r"|\bwhat are the \w+ \w+"
        ),
    ),
    # A short name and nothing else: "Hvad er TOBS?", but not "Hvad er planen for …".
    (
        Intent.DEFINITION,
        r"^(?:hvad er|what is|what's)(?: (?:en|et|a|an|the))? (?!\w+(?:en|et|ne)\b)[\w-]+(?: [\w-]+)?\s*\?*$",
    ),
)
_RULES = [(intent, re.compile(pattern, re.IGNORECASE)) for intent, pattern in _INTENTS]
_ASKS_FIRST = re.compile(
    r"(?:og |men )?(?:hvor (?:mange|meget|lang|længe|tit|stor|ofte)|how (?:many|much|long|often)|hvorn(?:å|aa)r|when"
    r"|hvem|who)\b",
    re.IGNORECASE,
)
"""A question that begins so asks for a figure, a date or a name, also of what was decided."""
_ASKS_WHY = re.compile(r"(?:og |men )?(?:hvorfor|why)\b", re.IGNORECASE)
_FIGURES = (Intent.HOW_MANY, Intent.WHEN, Intent.WHO)


class MeetingFact(StrEnum):
    """What a question asks about a meeting itself, beside its agenda."""

    PARTICIPANTS = "deltagere"
    APOLOGIES = "afbud"
    CHAIR = "mødeleder"
    NEXT_MEETING = "næste møde"
    PLACE = "sted"
    TIME = "tidspunkt"


PRESENCE = (MeetingFact.PARTICIPANTS, MeetingFact.APOLOGIES, MeetingFact.CHAIR)
"""What a whole list of participants answers."""
_FACTS = (
    (
        MeetingFact.APOLOGIES,
        r"\bafbud\b|\bmeldte? fra\b|\bfraværende\b|\bikke (?:til ?stede|mødt)\b|\bsent apologies\b|\babsent\b",
    ),
    (
        MeetingFact.CHAIR,
        (
            r"\bmødeleder\w*|\bordstyrer\w*|\bdirigent\w*"
            r"|\bhvem (?:ledede|ledte|leder|styrede|styrer) (?:\w+ ){0,2}\w*møde\w*|\bchaired\b|\bled the meeting\b"
        ),
    ),
    (
        MeetingFact.NEXT_MEETING,
        (
            r"\bnæste (?:\w+ )?\w*møde\b|\bhvornår (?:mødes|holder) .{2,60} (?:igen|næste gang)\b|\bhvornår mødes\b"
            r"|\bhvilke(?:n|t)? (?:dag|dato|datoer|dage) mødes\b|\bnext meeting\b|^datoer for møder\b"
        ),
    ),
    (
        MeetingFact.PLACE,
        (
            r"\bhvor (?:blev|var|foregik|holdt\w*|holdes|holder) .*møde\w*|\bhvor (?:mødtes|mødes)\b"
            r"|\bwhere (?:was|is) the (?:\w+ )?meeting\b"
        ),
    ),
    (
        MeetingFact.PARTICIPANTS,
        (
            r"\bhvem (?:deltog|var med|var til ?stede|mødte op|sad med)\b|\bdeltagere\b.*\bmøde\w*|\bdeltog\b"
            r"|\btil ?stede\b|\bwho (?:attended|was present|took part)\b"
        ),
    ),
    (
        MeetingFact.TIME,
        (
            r"\bhvornår (?:begyndte|startede|sluttede|blev|var) (?:[\w-]+ ){0,4}?\w*mødet?\b"
            r"|\b(?:hvornår|hvad tid|hvad dag|hvilken dag|hvad klokken) (?:mødtes|holdt)\b"
            r"|\bhvor længe varede \w*mødet\b"
        ),
    ),
)
_FACT_RULES = [(fact, re.compile(pattern, re.IGNORECASE)) for fact, pattern in _FACTS]


def find_intent(question: str) -> Intent:
    """Return the kind of answer asked for; without a sign of any it is a fact."""
    text = question.strip()
    found = [intent for intent, rule in _RULES if rule.search(text)] or [Intent.FACT]
    if found[0] is Intent.ABSENCE and Intent.REASON in found and _ASKS_WHY.match(text):
        return Intent.REASON  # "Hvorfor kom det på dagsordenen?" presumes that it did.
    if found[0] is Intent.DECISION and _ASKS_FIRST.match(text):
        return next((intent for intent in found if intent in _FIGURES), Intent.DECISION)
    return found[0]


def find_meeting_fact(question: str) -> MeetingFact | None:
    """Return what is asked about a meeting itself, if anything is."""
    return next((fact for fact, rule in _FACT_RULES if rule.search(question)), None)
