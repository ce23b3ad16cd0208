"""Host names and file names of Danish sites turned into the municipality or region they belong to."""

from __future__ import annotations

import re

_MUNICIPALITIES = """
Albertslund Allerød Assens Ballerup Billund Bornholm Brøndby Brønderslev Dragør Egedal Esbjerg Fanø
Favrskov Faxe Fredensborg Fredericia Frederiksberg Frederikshavn Frederikssund Furesø Faaborg-Midtfyn
Gentofte Gladsaxe Glostrup Greve Gribskov Guldborgsund Haderslev Halsnæs Hedensted Helsingør Herlev
Herning Hillerød Hjørring Holbæk Holstebro Horsens Hvidovre Høje-Taastrup Hørsholm Ikast-Brande Ishøj
Jammerbugt Kalundborg Kerteminde Kolding København Køge Langeland Lejre Lemvig Lolland Lyngby-Taarbæk
Læsø Mariagerfjord Middelfart Morsø Norddjurs Nordfyns Nyborg Næstved Odder Odense Odsherred Randers
Rebild Ringkøbing-Skjern Ringsted Roskilde Rudersdal Rødovre Samsø Silkeborg Skanderborg Skive Slagelse
Solrød Sorø Stevns Struer Svendborg Syddjurs Sønderborg Thisted Tønder Tårnby Vallensbæk Varde Vejen
Vejle Vesthimmerland Viborg Vordingborg Ærø Aabenraa Aalborg Aarhus
""".split()
_PRINTED = {"Bornholm": "Bornholms Regionskommune", "Vesthimmerland": "Vesthimmerlands Kommune"}
_REGIONS = {
    "regionh": "Region Hovedstaden",
    "regionmidtjylland": "Region Midtjylland",
    "regionnordjylland": "Region Nordjylland",
    "regionsjaelland": "Region Sjælland",
    "regionsyddanmark": "Region Syddanmark",
    "rm": "Region Midtjylland",
    "rn": "Region Nordjylland",
    "rsyd": "Region Syddanmark",
}
_ABBREVIATED = {
    "rksk": "Ringkøbing-Skjern Kommune",
    "kk": "Københavns Kommune",
    "kobenhavn": "Københavns Kommune",
}


def _folded(name: str) -> str:
    """Spell a name as host names do: without æ, ø, å and hyphen."""
    for letter, spelling in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("-", "")):
        name = name.lower().replace(letter, spelling)
    return name


_BY_LABEL = (
    {_folded(name): _PRINTED.get(name, f"{name} Kommune") for name in _MUNICIPALITIES}
    | {_folded(name).replace("oe", "o"): _PRINTED.get(name, f"{name} Kommune") for name in _MUNICIPALITIES}
    | _REGIONS
    | _ABBREVIATED
    | {"koebenhavn": "Københavns Kommune"}
)


def organisation_of(address: str) -> str:
    """Return the organisation that a host name or a file name names ("dagsordener.greve.dk"), "" for none."""
    labels = re.split(r"[./_]+", re.sub(r"^\w+://", "", address.lower()))
    return next((_BY_LABEL[key] for label in labels if (key := _folded(label)) in _BY_LABEL), "")
