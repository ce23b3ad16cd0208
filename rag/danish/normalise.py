"""Text as it comes out of files, turned into one clean spelling, and the two ways of comparing such texts."""

from __future__ import annotations

import re
import unicodedata

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_CONTROLS = "".join(map(chr, (*range(9), *range(14, 32), 127)))
# Windows-1252 read as Latin-1 leaves its quotation marks and dashes among the control characters.
_MISREAD = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}
# What Word and PowerPoint write for bullets and arrows of the fonts Symbol and Wingdings.
_SYMBOLS = {
    0xF0B7: "•",
    0xF0A7: "•",
    0xF0D8: "•",
    0xF076: "•",
    0xF0FC: "•",
    0xF0A8: "•",
    0xF0E0: "→",
    0xF0E8: "→",
}
_CHARACTERS = (
    {ord(c): " " for c in _SPACES}
    | {ord(c): None for c in _INVISIBLE + _CONTROLS}
    | {ord("\u2010"): "-", ord("\u2011"): "-"}
    | {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
    | _MISREAD
    | _SYMBOLS
)
_LINE_BREAK = re.compile("\r\n?|[\v\f\u2028\u2029]")
_SOFT_BREAK = re.compile(r"\u00ad[^\S\n]*\n\s*(?=[^\W\d_])")
_PRIVATE_BULLET = re.compile(r"^([^\S\n]*)[\ue000-\uf8ff]", re.MULTILINE)
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")

_FOREIGN = str.maketrans({"ä": "æ", "ö": "ø"})
_DIGRAPHS = str.maketrans({"å": "aa", "æ": "ae", "ø": "oe"})
_ACCENTED = re.compile(r"[^\x00-\x7fæøå]")
_SPACE_OR_DASH = re.compile(r"[\s\u2010-\u2015\u2212-]+")

_BROKEN_WORD = re.compile(r"(?<=\w)-[^\S\n]*\n\s*(?=\w)")
# Stands for a hyphen and its line end; `normalise` leaves no such character in a text.
_BREAK = "\0"
_QUOTE_PIECES = re.compile(r"\0|- |-|\w+|[^\w-]")


def normalise(text: str) -> str:
    """Return the text in NFC with plain spaces, bullets and line breaks, and without invisible characters.

    Words, quotation marks and dashes stay as they are; doing it twice changes nothing.
    """
    text = _LINE_BREAK.sub("\n", text)
    text = _SOFT_BREAK.sub("", text)
    text = text.translate(_CHARACTERS)
    text = _PRIVATE.sub(" ", _PRIVATE_BULLET.sub(r"\1•", text))
    return unicodedata.normalize("NFC", text)


def letters(text: str) -> str:
    """Return the text in lower case and without accents, except for the Danish letters å, æ and ø."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_FOREIGN)
    return _ACCENTED.sub(_without_accent, text)


def _without_accent(match: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFD", match[0])
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def spell_out(text: str) -> str:
    """Return lower-case text with å, æ and ø spelled aa, ae and oe: the one spelling used for comparing."""
    return text.translate(_DIGRAPHS)


def fold(text: str) -> str:
    """Return the text for comparing names and headings: "Randers–klyngen", "RANDERS klyngen" become one."""
    return _SPACE_OR_DASH.sub(" ", spell_out(letters(normalise(text)))).strip()


def contains_verbatim(section_text: str, quote: str) -> bool:
    """Tell whether the quotation's words stand in the section, character by character and as whole words.

    Only white space, hyphens at line ends and Unicode forms may differ; an empty quotation stands nowhere.
    """
    text, wanted = _in_one_line(section_text), _in_one_line(quote)
    if not wanted:
        return False
    if _stands_in(text, re.escape(wanted), wanted=wanted):
        return True
    return _BREAK in text + wanted and _stands_in(text, _hyphen_tolerant(wanted), wanted=wanted)


def _in_one_line(text: str) -> str:
    """Return the text with single spaces, and one mark for the hyphen and line end of a broken word."""
    return " ".join(_BROKEN_WORD.sub(_BREAK, normalise(text)).split())


def _stands_in(text: str, pattern: str, *, wanted: str) -> bool:
    before = r"(?<!\w)" if wanted[0].isalnum() else ""
    after = r"(?!\w)" if wanted[-1].isalnum() else ""
    return re.search(before + pattern + after, text) is not None


def _hyphen_tolerant(quote: str) -> str:
    """Return a pattern for the quotation that lets line ends break its words, and closes its own breaks."""
    pieces = []
    for piece in _QUOTE_PIECES.findall(quote):
        match piece:
            case "\0":
                pieces.append(r"(?:\0|- ?)?")
            case "- ":
                pieces.append(r"(?:\0|- )")
            case "-":
                pieces.append(r"(?:\0|-)")
            case _ if piece[0].isalnum() or piece[0] == "_":
                pieces.append(r"\0?".join(piece))
            case _:
                pieces.append(re.escape(piece))
    return "".join(pieces)
