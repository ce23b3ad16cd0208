"""Made-up forums, days and abbreviations that questions are read with."""

from __future__ import annotations

from datetime import date

from rag.domain import Abbreviation
from rag.understanding import Glossary, Known

TODAY = date(2026, 11, 23)
BOARD, OTHER_BOARD = "Klyngestyregruppen, Fjordklyngen", "Klyngestyregruppen, Skovklyngen"
ADULTS, CHILDREN = "Fokusgruppen Sundhed for Voksne, Fjordklyngen", "Fokusgruppen Børn, Unge og Psykiatri, Skovklyngen"
COMMITTEE = "Social- og Sundhedsudvalget, Nordby Kommune"
KNOWN = Known(
    forums=("", BOARD, OTHER_BOARD, ADULTS, CHILDREN, COMMITTEE),
    meetings=(
        (BOARD, date(2021, 6, 8)),
        (BOARD, date(2024, 3, 20)),
        (BOARD, date(2027, 1, 5)),
        (OTHER_BOARD, date(2022, 10, 26)),
        (ADULTS, date(2023, 5, 4)),
    ),
    glossary=Glossary.of(
        [
            Abbreviation(short="LKT", long="lærings- og kvalitetsteam", item_id="a", count=2),
            Abbreviation(short="LKT", long="Lærings- og kvalitetsteamet", item_id="b"),
            Abbreviation(short="FMK", long="fælles medicinkort", item_id="c"),
        ]
    ),
)
