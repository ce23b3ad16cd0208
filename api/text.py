"""What users of the HTTP interface read, in Danish: its description and its error sentences."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

TITLE = "Spørg referatet"
SUMMARY = "Stil spørgsmål til mødereferater, og få svaret ordret med henvisning."
DESCRIPTION = """\
Svar bygger kun på de indlæste referater. Hver sætning, der gengives som referatets ord, er ordret og kan slås
op i kilden. En indstilling gengives aldrig som en beslutning, og det, referaterne ikke fortæller, bliver ikke
besvaret.

Er der sat nøgler op på serveren, sendes en af dem i headeren `X-API-Key`. Fejl har medietypen
`application/problem+json` (RFC 9457) med en dansk forklaring i `detail`.
"""

ASKING = "Spørgsmål og søgning"
READING = "Møder og dagsordenspunkter"
RUNNING = "Drift"
TAGS = [
    {"name": ASKING, "description": "Få et svar med henvisninger, eller find de nærmeste dagsordenspunkter."},
    {"name": READING, "description": "Læs de indlæste møder og deres punkter."},
    {"name": RUNNING, "description": "Kører serveren, og kan den svare?"},
]
KEY = "Nøgle til grænsefladen. Kræves kun, når der er sat nøgler op på serveren."

TITLES = {
    HTTPStatus.BAD_REQUEST: "Forespørgslen kan ikke læses",
    HTTPStatus.UNAUTHORIZED: "Nøgle mangler",
    HTTPStatus.NOT_FOUND: "Findes ikke",
    HTTPStatus.METHOD_NOT_ALLOWED: "Metoden kan ikke bruges her",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Forespørgslen er for stor",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Forespørgslen kan ikke bruges",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Fejl på serveren",
    HTTPStatus.SERVICE_UNAVAILABLE: "Kan ikke svare lige nu",
}
DETAILS = {
    HTTPStatus.BAD_REQUEST: "Forespørgslen kan ikke læses.",
    HTTPStatus.UNAUTHORIZED: "Send en gyldig nøgle i headeren X-API-Key.",
    HTTPStatus.NOT_FOUND: "Adressen findes ikke.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Adressen findes, men kan ikke bruges med denne metode.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Forespørgslen må højst fylde 64 KiB.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Forespørgslen kan ikke bruges.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Der skete en fejl. Prøv igen, eller kontakt den, der driver serveren.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Referaterne kan ikke slås op lige nu. Prøv igen om lidt.",
}
OTHER = "Forespørgslen kunne ikke besvares."

BAD_DATE = "skal være en dato som 2021-06-08"
DATES_REVERSED = "date_from må ikke ligge efter date_to"

FIELD_ERRORS: Mapping[str, str] = {
    "bool_type": "skal være true eller false",
    "enum": "skal være en af {expected}",
    "extra_forbidden": "er ikke et felt, der kan sendes",
    "greater_than_equal": "skal være mindst {ge}",
    "int_parsing": "skal være et helt tal",
    "int_type": "skal være et helt tal",
    "json_invalid": "er ikke gyldig JSON",
    "less_than_equal": "må højst være {le}",
    "list_type": "skal være en liste",
    "literal_error": "skal være en af {expected}",
    "missing": "mangler",
    "model_attributes_type": "skal være et JSON-objekt",
    "model_type": "skal være et JSON-objekt",
    "string_too_long": "må højst være på {max_length} tegn",
    "string_too_short": "skal være udfyldt",
    "string_type": "skal være tekst",
    "string_unicode": "indeholder tegn, der ikke kan bruges",
    "too_long": "må højst have {max_length} led",
    "value_error": "{error}",
}
"""Pydantic's error types; the braces are filled from the error's context."""
UNUSABLE = "kan ikke bruges"
REQUEST = "Forespørgslen"


def title(status: int) -> str:
    """Return the heading of an error with this status."""
    return TITLES.get(HTTPStatus(status), OTHER.rstrip("."))


def detail(status: int) -> str:
    """Return the sentence for an error with this status, when nothing more precise is known."""
    return DETAILS.get(HTTPStatus(status), OTHER)


def field_error(kind: str, context: Mapping[str, Any]) -> str:
    """Return what is wrong with a field, as the end of a sentence that begins with its name."""
    words = {name: str(value).replace(" or ", " eller ") for name, value in context.items()}
    try:
        return FIELD_ERRORS.get(kind, UNUSABLE).format(**words)
    except KeyError:
        return UNUSABLE
