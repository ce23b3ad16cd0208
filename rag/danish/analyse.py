"""Text, turned into the tokens of word search: split, stemmed and in one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from snowballstemmer import stemmer

from rag.danish.normalise import letters, normalise, spell_out

# Only words without content of their own; "ikke" and "uden" turn a decision around and stay.
FUNCTION_WORDS = frozenset("af at de den der det en er et for hvad hvem i med og om paa som til".split())

SHORTEST_FORM = 3
"""Letters of the shortest word that is kept as it is written."""

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_INFLECTED_ACRONYM = re.compile(r"(?<=[^\W_])['’\u00b4`](?:s|en|ens|et|ets|er|ers|erne|ernes)?(?![^\W_])")
_TOKEN = re.compile(
    r"""(?P<number>\d+(?:[.,:/-]\d+)+)(?![^\W_])              # 200.000  13.45  22.10.13  1-30-72-89-23
    | (?<![^\W_])(?P<dotted>(?:[^\W\d_]{1,2}\.){2,})          # p.t.  bl.a.  H.C.
    | (?P<word>[^\W_]+(?:-[^\W_]+)*)                          # behandling  IV-behandling  138b
    """,
    re.VERBOSE,
)
_FORM = re.compile(r"(?:[^\W\d_]+-)*[^\W\d_]{3,}|[^\W\d_]+(?:-[^\W\d_]+)+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
# In these verbs "-end-" belongs to the stem; in "løbende" it is the ending that Snowball takes it for.
_END_VERB = re.compile(r"(?:^|an|be|efter|er|frem|god|hen|ind|om|over|til|ud)(?:kend|send|vend)(?=e$)|end(?=es$)")
# Nouns whose "-ens" is no ending: Snowball makes "dem" of "demens", and "tend" of "tendens" but not of "tendenser".
_ENS = re.compile(
    r"(?:abstin|ambival|assist|audi|dem|effici|eksist|emin|ess|evid|ekvival|frekv|imm|incid"
    r"|intellig|interfer|koher|kompet|konsekv|konsist|korrespond|kontin|lic|præced|præfer|præval|refer"
    r"|reminisc|resid|resili|resist|sekv|suffici|tend|transpar|turbul)ens$"
)
_DIGRAPH = re.compile("aa|ae|oe")
_TO_LETTER = {"aa": "å", "ae": "æ", "oe": "ø"}


def analyse(text: str) -> list[str]:
    """Return the tokens of a text or a question, in reading order.

    A hyphenated word gives its parts and the parts joined; a case number gives itself and its parts.
    """
    text = _DASHES.sub("-", letters(normalise(text)))
    text = _INFLECTED_ACRONYM.sub("", text)
    return [token for match in _TOKEN.finditer(text) for token in _tokens(match)]


def words(text: str) -> frozenset[str]:
    """Return the different tokens of a text, as they are counted in a vocabulary."""
    return frozenset(analyse(text))


def forms(text: str) -> frozenset[str]:
    """Return the different words of a text as they are written, in lower case: what mistyped words are corrected to.

    A hyphenated word gives itself and its parts; numbers and words of one or two letters are left out.
    """
    found = set(_FORM.findall(_DASHES.sub("-", letters(normalise(text)))))
    parts = {part for word in found if "-" in word for part in word.split("-") if len(part) >= SHORTEST_FORM}
    return frozenset(found | parts)


def _tokens(match: re.Match[str]) -> Iterator[str]:
    if match["number"]:
        yield from _number_tokens(match["number"])
    elif match["dotted"]:
        yield spell_out(match["dotted"].replace(".", ""))
    else:
        parts = match["word"].split("-")
        for part in parts:
            yield from stems(part)
        if len(parts) > 1:
            yield from stems("".join(parts))


def _number_tokens(number: str) -> Iterator[str]:
    if _THOUSANDS.fullmatch(number):
        yield number.replace(".", "")
        return
    number = number.replace(":", ".")
    yield number
    parts = re.split("[-/]", number)
    if len(parts) > 1:
        yield from parts


@lru_cache(maxsize=1 << 16)
def stems(word: str) -> tuple[str, ...]:
    """Return the spelled-out stem of a lower-case word; none for a function word.

    Snowball knows only å, æ and ø. A word with aa, ae or oe ("aaret", but also "temaer") therefore gives two
    stems where they differ: as it stands, and as if the letters had been typed, so that both spellings meet.
    """
    if spell_out(word) in FUNCTION_WORDS:
        return ()
    as_typed = spell_out(_stem(word))
    as_meant = spell_out(_stem(_DIGRAPH.sub(lambda match: _TO_LETTER[match[0]], word)))
    return (as_typed,) if as_typed == as_meant else (as_typed, as_meant)


def _stem(word: str) -> str:
    """Return the Snowball stem, mended for two verb forms of decisions: "drøftede", "godkendes"."""
    if verb := _END_VERB.search(word):
        return word[: verb.end()]
    if _ENS.search(word):
        return word
    # A stemmer keeps the word it works on, so threads must not share one; making it costs a microsecond.
    stem: str = stemmer("danish").stemWord(word)
    if len(stem) >= 6 and stem.endswith("ed") and word.endswith(("ede", "edes")):
        stem = stem[:-2]
        return stem[:-1] if stem[-1] == stem[-2] else stem
    return stem
