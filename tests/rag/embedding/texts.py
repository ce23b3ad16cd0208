"""Texts of every kind the embedding meets, written for the tests."""

from __future__ import annotations

SHORT = (
    "Hvad er TOBS?",
    "kort",
    "The committee postponed the item.",
    "Æblegrød på Ærø 3. juni kl. 13-13.45 (200.000 kr.)",
)
PARAGRAPH = """
Fokusgruppen drøftede, hvordan kommunerne og hospitalet kan dele ansvaret for borgere med KOL. Der var
enighed om, at rehabiliteringen skal begynde senest 14 dage efter udskrivelsen, og at den praktiserende læge
får besked samme dag. Gruppen bad sekretariatet om at regne på udgiften til to ekstra hold om året og vende
tilbage på det næste møde. Repræsentanten for patientforeningen pegede på, at mange takker nej, fordi
transporten er for lang.
"""
DECISION = """
Beslutning: Styregruppen godkendte budgettet for 2024 med den ændring, at midlerne til telemedicin udskydes.
Formanden orienterer kommunerne, og punktet tages op igen, når regnskabet for første halvår foreligger.
"""
ENGLISH = """
The steering group takes note of the report on home visits after discharge and asks each municipality to
send its figures before the summer, so that the next meeting can decide whether the scheme goes on.
"""
PASSAGES = (PARAGRAPH.strip(), DECISION.strip(), ENGLISH.strip())
LONG = " ".join([PARAGRAPH] * 8)
"""More than 512 tokens."""
