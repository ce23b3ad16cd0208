"""Danish text, turned into the spans of its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.danish.dates import MONTHS
from rag.danish.sentence_words import CLOSING, CUT_SHORT, LEADING, OPENERS, UNITS
from rag.danish.spans import Span, trim
from rag.danish.tables import flat_spans

_BULLETS = "•●▪◦‣■□➢✓"
_MARKS = ".,;:!?()[]\"'„“”»«’‘–—-"

_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(
    rf"""[.!?…]+ ["'”’»«“)\]]* (?=\s)                       # a stop, its closing marks, and white space
    | \s (?=[{_BULLETS}]\s)                                 # a bullet inside a line
    | (?<=[a-zæøå]{{2}}|\d{{2}}) [.!?] (?=[A-ZÆØÅ][a-zæøå]+[\s,])   # a stop without the space after it
    """,
    re.VERBOSE,
)
_CLOSING_MARKS = "\"'”’»«“)]"
_FIRST_LETTER = re.compile(r"[\s\"'„“”»«’‘(\[§+*–—-]*([^\W_])")
_LAST_WORD = re.compile(r"[^\s(\[\"„“”»«’‘–]*$")
_ENUMERATOR = re.compile(
    rf"""[\s{_BULLETS}*–-]*
    (?:(?:ad|anbefaling|afsnit|bilag|del|fase|figur|forslag|indsats|kapitel|kap|mål|nr|pkt|punkt
        |dagsordenspunkt|spor|spørgsmål|stk|tabel|tema|trin|§)[.:]?\s*)?
    (?:\d{{1,3}}[a-z]?(?:\.\d{{1,3}})*(?:\.?[-–]\s?\d{{1,3}})? | [a-z] | [ivx]+ | ad)""",
    re.VERBOSE | re.IGNORECASE,
)
_AMOUNT = re.compile(rf"\d[\d.,]*(?:{'|'.join(sorted(UNITS))})")
_ORDINAL = re.compile(r"(?:\d{1,2}\.?[-–/])?\d{1,2}")
_MORE_DAYS = re.compile(r"(?:[-–—]\s*)?\d")
_DAY_AND_MONTH = re.compile(r"\d{1,2}\.\d{1,2}")
_YEAR = re.compile(r"\d{4}\b")
_INITIALS = re.compile(r"(?:v/)?(?:[A-ZÆØÅ]|(?:[A-ZÆØÅ][.-]+)+[A-ZÆØÅ])")
# "gruppe B. Det …", "fløj A, B og C. Arbejdet …": the letter names a thing and is no initial.
_LETTERED = re.compile(
    r"""\b(?:afsnit|bilag|blok|bygning|del|fase|figur|fløj|gruppe|hepatitis|hold|indgang|kategori|klasse|lokale
    |model|niveau|opgang|plan|punkt|sal|scenari(?:e|um)|spor(?:et)?|tabel|trin|type|vitamin|zone
    |\b\w\ (?:og|eller))\ \w$""",
    re.VERBOSE | re.IGNORECASE,
)
_DOTTED = re.compile(r"(?:[a-zæøå]{1,4}\.)+[a-zæøå]{1,4}")
_ADDRESS = re.compile(r"www\.|://|@|\.(?:dk|com|org|eu|net|nu|info|pdf|docx?|xlsx?|pptx?)$", re.IGNORECASE)


def split_sentences(text: str) -> list[Span]:
    """Return the sentences' spans, in order, without overlap, together holding all but white space.

    A line break ends a sentence, so each line of a list and each heading stands alone; only of a table whose cells
    each stand on a line, those of a row stay together. Abbreviations, ordinals, initials and the numbers of headings
    end none; in doubt, two sentences stay together.
    """
    rows = flat_spans(text)
    lines = (line for line in _LINE.finditer(text) if not any(row.start <= line.start() < row.end for row in rows))
    return sorted([*rows, *(span for line in lines for span in _split_line(text, line=line))])


def sentence_texts(text: str) -> list[str]:
    """Return the sentences as pieces that together are the text, as llama-index' node parsers want them.

    Each keeps the white space behind it, the first also that before it. It goes into `SentenceSplitter` as
    `chunking_tokenizer_fn` and into `SentenceWindowNodeParser` as `sentence_splitter`.
    """
    starts = [span.start for span in split_sentences(text)][1:]
    return [text[start:end] for start, end in pairwise([0, *starts, len(text)]) if start < end]


def _split_line(text: str, *, line: re.Match[str]) -> Iterator[Span]:
    start = line.start()
    for stop in _STOP.finditer(text, start, line.end()):
        if _is_end(text[start : stop.start()], stop=stop[0], after=text[stop.end() : line.end()]):
            yield trim(text, start=start, end=stop.end())
            start = stop.end()
    rest = trim(text, start=start, end=line.end())
    if rest.start < rest.end:
        yield rest


def _is_end(before: str, *, stop: str, after: str) -> bool:
    """Tell whether a stop ends the sentence `before`, judging by its last word and by what follows."""
    if stop.isspace():
        return before.strip() != ""
    if not _begins_sentence(after) or (before.count("(") > before.count(")") and ")" in after):
        return False
    if stop.rstrip(_CLOSING_MARKS) != ".":
        return True
    if _ENUMERATOR.fullmatch(before) or (not after[0].isspace() and _is_address(before, after=after)):
        return False
    word = _last_word(before)
    if word[:1].isdigit():
        return _number_may_end(word, after=after.lstrip())
    return _word_may_end(word, before=before, after=after.lstrip())


def _begins_sentence(text: str) -> bool:
    """Tell whether the first letter or digit, after quotation marks and dashes, is no small letter."""
    first = _FIRST_LETTER.match(text)
    return first is not None and (first[1].isupper() or first[1].isdigit())


def _is_address(before: str, *, after: str) -> bool:
    """Tell whether a full stop without a space stands inside a web address or a file's name."""
    joined = f"{before.rsplit(maxsplit=1)[-1]}.{after.split(maxsplit=1)[0]}"
    return _ADDRESS.search(joined) is not None


def _number_may_end(word: str, *, after: str) -> bool:
    if _AMOUNT.fullmatch(word):
        return True
    if _ORDINAL.fullmatch(word):
        return _first_word(after) not in MONTHS and not _MORE_DAYS.match(after)
    return not (_DAY_AND_MONTH.fullmatch(word) and _YEAR.match(after))


def _word_may_end(word: str, *, before: str, after: str) -> bool:
    """Tell whether a word with a full stop can be the last of its sentence."""
    key = word.casefold()
    if _INITIALS.fullmatch(word):
        return _first_word(after) in OPENERS or _LETTERED.search(before) is not None
    if word.isupper() or _ADDRESS.search(word) or key in CLOSING:
        return True
    if key in CUT_SHORT:
        return _first_word(after) in OPENERS
    if key in MONTHS:
        return not after[0].isdigit()
    if key.rpartition(".")[2] in UNITS:
        return _unit_may_end(key, before=before, after=after)
    return key not in LEADING and not _DOTTED.fullmatch(key)


def _unit_may_end(unit: str, *, before: str, after: str) -> bool:
    """Tell whether a unit closes an amount ("1,3 mio. kr.") and nothing continues it ("stk. 2")."""
    previous = _last_word(before[: -len(unit)].rstrip().rstrip("."))
    is_amount = "." in unit or previous[-1:].isdigit() or previous.casefold() in UNITS
    continues = after[0] == "(" or _first_word(after) in {"kr", "kroner"}
    return is_amount and not continues and not (unit == "stk" and after[0].isdigit())


def _last_word(text: str) -> str:
    found = _LAST_WORD.search(text)
    return found[0] if found else ""


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].strip(_MARKS).casefold()
