"""Questions are read for the kind of answer they ask for."""

from __future__ import annotations

import pytest

from rag.domain import Intent
from rag.understanding import MeetingFact, find_intent
from rag.understanding.intents import find_meeting_fact


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Hvad blev besluttet om KOL-rehabilitering?", Intent.DECISION),
        ("blev budgettet godkendt", Intent.DECISION),
        ("Hvilket emne valgte gruppen til værkstedet?", Intent.DECISION),
        ("What was decided about the pumps?", Intent.DECISION),
        ("Hvorfor blev punktet flyttet?", Intent.REASON),
        ("Hvor mange besøg blev der gennemført?", Intent.HOW_MANY),
        ("Hvor mange gange brugte lægerne telefonen i 2018?", Intent.HOW_MANY),
        ("Hvor mange gange er punktet udsat?", Intent.ACROSS),
        ("Hvor mange gange har demens været drøftet?", Intent.ACROSS),
        ("Hvad gøres der ved, at bilen kun kommer to gange om ugen?", Intent.FACT),
        ("Hvilke grupper skal lære det?", Intent.LIST),
        ("Hvornår gælder ordningen alle steder?", Intent.WHEN),
        ("Hvor mange penge blev der bevilget?", Intent.HOW_MANY),
        ("Hvem giver besked om det?", Intent.WHO),
        ("Hvornår skal tilsynet ifølge beslutningen ske?", Intent.WHEN),
        ("Hvor blev man enige om at mødes?", Intent.DECISION),
        ("How old is the agreement?", Intent.HOW_MANY),
        ("Hvornår mødes gruppen igen?", Intent.WHEN),
        ("Hvem skriver oplægget?", Intent.WHO),
        ("Hvilke indsatser peger gruppen på?", Intent.LIST),
        ("Hvad er status på telemedicin?", Intent.STATUS),
        ("Blev punktet udsat?", Intent.STATUS),
        ("På hvilke møder har demens været oppe?", Intent.ACROSS),
        ("Hvad besluttede man om første hold og om andet hold?", Intent.ACROSS),
        ("Hvordan har reglerne ændret sig siden 2016?", Intent.ACROSS),
        ("Hvad har begge klynger sagt om demens?", Intent.ACROSS),
        ("Hvad lød planen på først, og hvad endte det med?", Intent.ACROSS),
        ("Kom der styr på ventelisten, og hvad skete der siden?", Intent.ACROSS),
        ("Hvad er der sket med ventelisten, siden den var oppe i maj?", Intent.ACROSS),
        ("Hvad siger udvalget og gruppen hver især om taksten?", Intent.ACROSS),
        ("Hvad er forskellen på taksten i 2022 og 2023?", Intent.ACROSS),
        ("Hvad er forskellen på, hvad Nordfjord og Lyngbæk betaler?", Intent.ACROSS),
        ("Hvad er forskellen på en aflastningsplads og en akutplads?", Intent.FACT),
        ("Hvad skete der med forslaget om en ny aftale og en fælles plan?", Intent.STATUS),
        ("Hvad blev der af projektet om færgen?", Intent.STATUS),
        ("Hvad er forskellen på, hvad gruppen gjorde med hold 2 og med hold 3?", Intent.ACROSS),
        ("Hvad er forskellen på løn og pension?", Intent.FACT),
        ("Hvorfor skal Favrskov sætte ledsagelse på dagsordenen?", Intent.REASON),
        ("Har ledsagelse været på dagsordenen, og hvorfor?", Intent.ABSENCE),
        ("Hvordan er det gået med ansøgningen?", Intent.STATUS),
        ("Hvad er der med i pakken?", Intent.FACT),
        ("Blev forslaget om færgen stemt ned?", Intent.DECISION),
        ("Gik forslaget om færgen igennem?", Intent.DECISION),
        ("Fik foreningen lov til at bygge?", Intent.DECISION),
        ("Hvordan stillede byrådet sig til forslaget?", Intent.DECISION),
        ("Hvad sagde udvalget til planen?", Intent.DECISION),
        ("Kom der noget ud af forslaget?", Intent.DECISION),
        ("Hvordan har TeleKOL udviklet sig over tid?", Intent.ACROSS),
        ("Hvad er TOBS?", Intent.DEFINITION),
        ("hvad står TOBS for", Intent.DEFINITION),
        ("Kort fortalt: hvad er et forløbsteam egentlig?", Intent.DEFINITION),
        ("Hvad menes der med skrøbelige borgere?", Intent.DEFINITION),
        ("Hvornår regnes noget for et hjælpemiddel?", Intent.DEFINITION),
        ("Hvad betyder det for kommunerne?", Intent.FACT),
        ("Hvad dækker forkortelsen FMK over?", Intent.DEFINITION),
        ("What does FMK stand for?", Intent.DEFINITION),
        ("Er demens nogensinde drøftet?", Intent.ABSENCE),
        ("Har hoftebrud været på dagsordenen?", Intent.ABSENCE),
        ("dialyse i hjemmet, er det drøftet i klyngen", Intent.ABSENCE),
        ("Has dialysis ever been discussed?", Intent.ABSENCE),
        ("Hvad er planen for hospicepladser i klyngen?", Intent.FACT),
    ],
)
def test_intent(question: str, intent: Intent) -> None:
    """A question is recognised by the kind of answer it asks for."""
    assert find_intent(question) is intent


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Hvem deltog i mødet?", MeetingFact.PARTICIPANTS),
        ("Hvem meldte afbud?", MeetingFact.APOLOGIES),
        ("Hvem ledede mødet?", MeetingFact.CHAIR),
        ("Hvem leder det nye projekt?", None),
        ("Hvornår er næste møde?", MeetingFact.NEXT_MEETING),
        ("Hvor blev mødet holdt?", MeetingFact.PLACE),
        ("Hvem skriver oplægget?", None),
    ],
)
def test_questions_about_the_meeting_itself(question: str, fact: MeetingFact | None) -> None:
    """Participants, apologies, chair, place and the next meeting are told from what the agenda holds."""
    assert find_meeting_fact(question) is fact
