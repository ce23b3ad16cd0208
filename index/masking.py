"""Text turned into text without CPR numbers: the last step of reading, so that none is ever stored.

CPR numbers may not be published (databeskyttelsesloven § 11, CPR-loven § 54). Their structure is that of
"Personnummeret i CPR-systemet" by CPR-kontoret: day, month, year and a serial number of four digits, whose first
tells the century. The check digit (modulus 11) is not given to every number since 2007, so it is asked for only
where the spelling alone does not tell a CPR number from any other ten digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rag.errors import ReadingError

MASK = "[CPR-nummer fjernet]"
DASH = "-‐‑–—−"  # noqa: RUF001  (every dash that is typed)
CANDIDATE = re.compile(
    rf"(?<![0-9])(?P<day>[0-9]{{2}})(?P<gap>[ \u00a0.]?)(?P<month>[0-9]{{2}})(?P=gap)(?P<year>[0-9]{{2}})"
    rf"(?P<between>[^\S\n]{{0,3}}\n?[^\S\n]{{0,3}}[{DASH}]?[^\S\n]{{0,3}}\n?[^\S\n]{{0,3}})"
    r"(?P<serial>[0-9]{4})(?![0-9])"
)
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"|]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
"""Addresses of pages and mailboxes: digits inside them are left alone."""
LABEL = re.compile(r"\b(?:cpr|person)[ .-]{0,2}(?:nummer|numre|nr)?[\s.:(-]{0,4}$", re.IGNORECASE)
OTHER_LABEL = re.compile(
    r"\b(?:konto\w*|reg|regnr|cvr|ean|gln|iban|faktura\w*|ordre\w*|sags?|sagsnr|journal\w*|j|p|ydernr)"
    r"[ .-]{0,2}(?:nummer|nr)?[\s.:]{0,3}(?:[0-9]{4}[ -])?$",
    re.IGNORECASE,
)
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
NEAR = 40
CENTURIES = ((3, 99, 1900, 1900), (4, 36, 2000, 1900), (8, 57, 2000, 1800), (9, 36, 2000, 1900))
"""By the serial number's first digit, up to: the last year of the first century, that century, and the other."""


def mask_cpr(text: str) -> str:
    """Return the text with its CPR numbers masked, and all else as it was."""
    return count_and_mask(text)[0]


def count_and_mask(text: str) -> tuple[str, int]:
    """Return the text with its CPR numbers masked, and how many there were; line breaks stay.

    It is masked until nothing is left to mask: a masked number may have hidden the one beside it.
    """
    numbers = 0
    while found := list(_numbers(text)):
        numbers += len(found)
        for match in reversed(found):
            ending = "\n" * match["between"].count("\n")
            text = f"{text[: match.start()]}{MASK}{ending}{text[match.end() :]}"
    return text, numbers


def refuse_cpr_in_path(path: Path) -> None:
    """Raise ReadingError where the name of the file, or of a folder it lies in, holds a CPR number.

    The path is what a document is known by, so it cannot be masked: the file would not be found again.
    """
    for part in path.absolute().parts:
        if any(_in_name(match) for match in CANDIDATE.finditer(part)):
            raise ReadingError("The name of the file or its folder holds a CPR number: rename it.")


def mask_path(path: Path) -> str:
    """Return a path as it may be printed: without the CPR numbers for which `refuse_cpr_in_path` refuses it."""
    return CANDIDATE.sub(lambda match: MASK if _in_name(match) else match[0], str(path))


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield the places that hold a CPR number."""
    candidates = [match for match in CANDIDATE.finditer(text) if is_date(match)]
    links = [match.span() for match in LINK.finditer(text)] if candidates else []
    for match in candidates:
        inside = any(start < match.end() and match.start() < end for start, end in links)
        if not inside and _is_number(text, match):
            yield match


def _is_number(text: str, match: re.Match[str]) -> bool:
    """Tell whether ten digits with a valid date are a CPR number, by their spelling and what stands around them."""
    before, after = text[max(0, match.start() - NEAR) : match.start()], text[match.end() : match.end() + 2]
    labelled = bool(LABEL.search(before))
    if not _stands_alone("" if labelled else before, after):
        return False
    dashed = any(sign in DASH for sign in match["between"])
    if labelled or (dashed and not match["gap"]):
        return True
    if "\n" in match["between"] or not has_check_digit(match) or OTHER_LABEL.search(before):
        return False
    return bool(match["between"] or match["gap"]) or not _touches(before, after)


def _stands_alone(before: str, after: str) -> bool:
    """Tell whether the digits are no part of a longer number, name or code."""
    joined_before = re.search(rf"\w$|\w[{DASH}]$|[0-9][.,:]$", before)
    joined_after = re.match(rf"\w|[{DASH}]\w|[.,:][0-9]", after)
    return not (joined_before or joined_after)


def _touches(before: str, after: str) -> bool:
    """Tell whether bare digits touch a hyphen, or a slash as in case numbers."""
    return bool(re.search(rf"[{DASH}/]$|[0-9] $", before) or re.match(rf"[{DASH}/]| [0-9]", after))


def is_date(match: re.Match[str]) -> bool:
    """Tell whether the first six digits are a day of the century that the seventh names."""
    year, first = int(match["year"]), int(match["serial"][0])
    _, last, early, late = next(row for row in CENTURIES if first <= row[0])
    try:
        date((early if year <= last else late) + year, int(match["month"]), int(match["day"]))
    except ValueError:
        return False
    return True


def has_check_digit(match: re.Match[str]) -> bool:
    """Tell whether the digits pass the check of modulus 11."""
    digits = match["day"] + match["month"] + match["year"] + match["serial"]
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11 == 0


def _in_name(match: re.Match[str]) -> bool:
    """Tell whether digits in a name are a CPR number: "150323-1400" is a day and an hour, unless the check fits."""
    serial = match["serial"]
    is_hour = int(serial[:2]) < 24 and int(serial[2:]) < 60
    told_apart = bool(match["between"]) and not match["gap"] and not is_hour
    return is_date(match) and (told_apart or has_check_digit(match))
