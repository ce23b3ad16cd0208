"""A question turned into the analysed words that say what it is about."""

from __future__ import annotations

from rag.danish.analyse import analyse

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
TREATING = frozenset(
    (
        "nogensinde nogen nogle noget sinde behandlet behandle behandles taget haft omtalt omtale diskuteret berørt "
        "oppe tema dagsorden dagsordenen dagsordener bordet papir papirerne papirer mødepapirer klynge klyngen klynger "
        "klyngerne klyngemøde klyngemøder udvalg udvalget udvalgene fokusgruppe fokusgruppen dokument dokumenter "
        "dokumenterne sted steder stedet "
        "står findes er stået været ever been discussed mentioned raised agenda any there has have on a "
        "an meeting meetings minutes"
    ).split()
)
"""Words that ask whether something was treated, where and by whom."""
_PUNCTUATION = ".,:;!?()[]»«\"'”’"


def topic_words(text: str) -> tuple[str, ...]:
    """Return the analysed words that say what a question is about, each once."""
    return _without(text, ASKING)


def own_words(text: str) -> tuple[str, ...]:
    """Return the topic words that a question brings itself, beside those that may point back."""
    return _without(text, ASKING | GENERIC)


def subject_words(text: str) -> tuple[str, ...]:
    """Return the words, as they are written in lower case, that name what may have been treated, each once."""
    bare = (word.strip(_PUNCTUATION).casefold() for word in text.split())
    return tuple(dict.fromkeys(word for word in bare if word and word not in ASKING | GENERIC | TREATING))


def _without(text: str, words: frozenset[str]) -> tuple[str, ...]:
    kept = (word for word in text.split() if word.strip(_PUNCTUATION).casefold() not in words)
    return tuple(dict.fromkeys(analyse(" ".join(kept))))
