"""The assistant on the sample minutes, with the real model: the right item, verbatim words, honest silence."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag.answering.evidence import Confidence
from rag.assistant import Assistant
from rag.catalog import Catalog
from rag.config import Settings
from rag.danish.normalise import contains_verbatim
from rag.domain import ConstraintKind, DocumentType, Filters, SectionKind, Turn
from rag.embedding import open_embedder
from rag.errors import FingerprintError, QuestionError
from rag.fingerprint import EMBEDDING
from rag.retrieval.kindred import KIN_GAP
from rag.store import open_store
from rag.wire import answer_to_dict

KOL = "Hvad blev besluttet om KOL-rehabilitering?"


def test_the_newest_decision_is_quoted(assistant: Assistant) -> None:
    """The decision on KOL-rehabilitering is given in its own words, and not the recommendation it departs from."""
    answer = assistant.ask(KOL)
    first = answer.citations[0]
    assert (first.meeting.source.name, first.item.number) == ("2025-05-21_klyngestyregruppen.txt", "4")
    assert first.section.kind is SectionKind.DECISION
    assert "1. januar 2026" in answer.text
    assert "1. oktober 2025" not in answer.text
    assert not answer.abstained


def test_a_question_over_time_finds_the_matter_at_every_meeting(assistant: Assistant) -> None:
    """What the groups call "Opfølgende hjemmebesøg" comes in from all its meetings, close below the best item."""
    hits = assistant.search("Hvordan har besøgene hos nyudskrevne udviklet sig over tid?", limit=20)
    minutes = [hit for hit in hits if hit.meeting.document_type is DocumentType.MINUTES]
    treated = [hit for hit in minutes if "opfølgende hjemmebesøg" in hit.item.title.casefold()]
    assert "pfølgende hjemmebesøg" in hits[0].item.title
    assert len({hit.meeting.id for hit in treated}) >= 5
    assert min(hit.score for hit in treated) >= hits[0].score - KIN_GAP


def test_a_meeting_tells_of_itself(assistant: Assistant) -> None:
    """Where it was held is looked up in its minutes; what they do not tell is said not to be told of just that."""
    held = assistant.ask("Hvor holdt klyngestyregruppen møde den 21. maj 2025?")
    assert [one.quote for one in held.citations] == ["Sted: Sundhedshuset i Nordfjord, lokale 1.12"]
    noted = assistant.ask("Hvor holdt Social- og Sundhedsudvalget møde den 9. maj 2022?")
    assert (noted.abstained, noted.citations) == (False, ())
    assert noted.text.endswith("Af dokumentets mødeoplysninger fremgår sted: Udvalgsværelse 1, Nordfjord Rådhus.")
    coming = assistant.ask("Hvornår er næste møde i klyngestyregruppen?")
    assert "24. september 2025" in coming.text
    untold = assistant.ask("Hvornår sluttede klyngestyregruppens møde den 20. november 2024?")
    assert untold.abstained
    assert "20. november 2024: Referatet oplyser ikke det tidspunkt, der spørges om." in untold.text
    told = assistant.ask("Hvornår sluttede klyngestyregruppens møde den 21. maj 2025?")
    assert [one.quote for one in told.citations] == ["Tidspunkt: 12.00 – 14.45"]


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Hvad handlede punkt 4 om i maj 2025?", "4"),
        ("Hvad blev der sagt under evt. i maj 2025?", "9"),
        ("Hvem deltog i mødet i maj 2025?", "0"),
    ],
)
def test_an_item_that_the_question_names_comes_first(assistant: Assistant, question: str, number: str) -> None:
    """By its number or title, or as the list of those at a meeting, at the time that is named; and counts as asked."""
    best = assistant.search(question)[0]
    assert (best.meeting.date, best.item.number) == (date(2025, 5, 21), number)
    assert best.evidence["asked"] == 1.0


@pytest.mark.parametrize(
    "question",
    [
        KOL,
        "Hvor mange opfølgende hjemmebesøg er målet?",
        "Hvem er tovholder for samarbejdet om unge i mistrivsel?",
        "Hvilke forslag er der til arbejdsplanen?",
        "Hvordan har TeleKOL udviklet sig over tid?",
        "Er vaccination mod RSV på plejecentre vedtaget?",
    ],
)
def test_every_quotation_is_verbatim(assistant: Assistant, question: str) -> None:
    """Each quotation stands in the section it cites, and each marker in the text has its citation."""
    answer = assistant.ask(question)
    assert answer.citations
    for citation in answer.citations:
        assert contains_verbatim(citation.section.text, citation.quote)
        assert f"[{citation.number}]" in answer.text


def test_what_a_question_is_limited_to_is_kept(assistant: Assistant) -> None:
    """A question on a year without meetings is met with silence that says so, and with what there is elsewhere."""
    question = "Hvad besluttede klyngestyregruppen på møderne i 2012 om KOL-rehabilitering?"
    answer = assistant.ask(question)
    assert answer.abstained
    assert "Der er ingen punkter fra det, spørgsmålet nævner: " in answer.text
    assert "2012" in answer.text
    assert answer.hits
    assert not answer.citations
    freed = assistant.ask(question, ignore=[ConstraintKind.PERIOD])
    assert not freed.abstained


def test_an_abbreviation_is_spelled_out(assistant: Assistant) -> None:
    """What the minutes explain is told with certainty, and what they do not is met with silence."""
    answer = assistant.ask("Hvad står TOBS for?")
    assert answer.text.startswith("TOBS står for Tidlig Opsporing af Begyndende Sygdom.")
    assert "TOBS" in answer.citations[0].quote
    assert answer.confidence > 0.9
    assert "står for" not in assistant.ask("Hvad står XYZ for?").text


def test_nothing_is_made_up_about_what_the_minutes_do_not_hold(assistant: Assistant) -> None:
    """Far from all minutes the answer is that they do not tell, with the number of documents and no citation."""
    answer = assistant.ask("Hvilken farve skal elevatoren på Månen males?")
    assert answer.abstained
    assert answer.text.startswith("Det fremgår ikke af de 18 indlæste dokumenter (2019–2025).")
    assert not answer.citations


def test_a_weak_answer_says_that_it_is_uncertain(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between silence and a sure answer, the nearest words are given as no more than that."""
    assert not assistant.ask(KOL).text.startswith("Det er usikkert")
    never_sure = replace(Confidence.learnt("unread"), threshold=0.0, sure=1.0)
    monkeypatch.setattr("rag.answering.evidence.confidence_in", lambda _: never_sure)
    answer = assistant.ask(KOL)
    assert not answer.abstained
    assert answer.text.startswith("Det er usikkert, om referaterne svarer på spørgsmålet.")


def test_whether_something_was_treated_is_counted_over_all_minutes(assistant: Assistant) -> None:
    """The answer tells under how many items it is named, with words of each that is shown; their order is by day."""
    answer = assistant.ask("Har hoftebrud nogensinde været på dagsordenen?", limit=1)
    found = re.match(r"Ja\. »hoftebrud« er nævnt under (\d+) punkter på (\d+) møder:", answer.text)
    assert found
    assert int(found[1]) >= int(found[2]) > len(answer.hits)
    assert all("hoftebrud" in (citation.item.title + citation.quote).casefold() for citation in answer.citations)
    days = [citation.meeting.date for citation in answer.citations if citation.meeting.date]
    assert days == sorted(days, reverse=True)
    assert len(days) > 1


def test_what_no_document_names_was_not_treated(assistant: Assistant) -> None:
    """A word that stands nowhere is said to stand nowhere, and one that stands elsewhere to stand there."""
    nowhere = assistant.ask("dialyse i hjemmet, er det drøftet")
    assert nowhere.abstained
    assert "»dialyse« står ikke i nogen af dokumenterne." in nowhere.text
    elsewhere = assistant.ask("Har hoftebrud været på dagsordenen i 1999?", filters=Filters())
    assert elsewhere.abstained
    assert "»hoftebrud« er nævnt andre steder" in elsewhere.text or "ingen punkter" in elsewhere.text


def test_a_follow_up_is_understood_from_the_conversation(assistant: Assistant) -> None:
    """The word "det" stands for what was asked about before."""
    history = [Turn(role="user", content=KOL), Turn(role="assistant", content="Kommunerne overtager opgaven [1].")]
    answer = assistant.ask("Og hvem har ansvaret for det?", history=history)
    assert "KOL" in answer.hits[0].item.title


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Hvad er status på demens?", "emens"),
        ("Hvad med vaccination?", "accination"),
        ("Hvem skriver for dem?", "TeleKOL"),
    ],
)
def test_a_change_of_subject_is_noticed(assistant: Assistant, question: str, subject: str) -> None:
    """A short question that names a subject of its own leaves the old one; one that names none stays."""
    history = [Turn(role="user", content="Kom der en gruppe om TeleKOL i 2019?"), Turn(role="assistant", content="Ja.")]
    assert subject in assistant.ask(question, history=history).hits[0].item.title


def test_filters_limit_the_search(assistant: Assistant) -> None:
    """Only meetings that the filters admit are found."""
    filters = Filters(forum="social sundhedsudvalget", date_from=date(2025, 1, 1), document_type=DocumentType.MINUTES)
    hits = assistant.search("KOL-rehabilitering", filters=filters)
    assert {hit.meeting.source.name for hit in hits} == {"social-og-sundhedsudvalget-2025-04-07.html"}


def test_an_unknown_forum_finds_nothing(assistant: Assistant) -> None:
    """A forum that does not exist admits no meeting, and the answer says that the minutes do not tell."""
    answer = assistant.ask(KOL, filters=Filters(forum="Byrådet på Månen"))
    assert answer.abstained
    assert not answer.hits


def test_hits_are_ranked_items_each_once(assistant: Assistant) -> None:
    """The hits count from 1 and name no item twice."""
    hits = assistant.search("hoftebrud", limit=10)
    assert [hit.rank for hit in hits] == list(range(1, 11))
    assert len({hit.item.id for hit in hits}) == 10
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(("question", "mode"), [("   ", "auto"), (KOL, "llm"), (KOL, "digt")])
def test_what_cannot_be_asked_is_refused_in_danish(assistant: Assistant, question: str, mode: str) -> None:
    """A blank question, a language model that is not set up and an unknown mode each get a sentence that says so."""
    with pytest.raises(QuestionError, match=r"Skriv|sprogmodel|svarform"):
        assistant.ask(question, mode=mode)


def test_the_wire_format_is_the_contract(assistant: Assistant) -> None:
    """The JSON object holds what the public contract names."""
    found = answer_to_dict(assistant.ask(KOL))
    assert set(found) == {
        "answer",
        "abstained",
        "confidence",
        "citations",
        "hits",
        "understood",
        "mode",
        "quotes",
        "timing_ms",
    }
    assert found["citations"][0]["meeting_date"] == "2025-05-21"
    assert found["citations"][0]["url"].startswith(f"/items/{found['citations'][0]['item_id']}#")
    assert found["hits"][0]["item_number"] == "4"
    assert found["mode"] == "extract"


def test_ready(assistant: Assistant) -> None:
    """An open assistant is ready."""
    assistant.ready()


def test_an_empty_index_says_so(tmp_path: Path, sample_data: Path) -> None:
    """Before anything is indexed, the answer says that nothing is."""
    (tmp_path / "models").symlink_to(sample_data / "models")
    with Assistant.open(Settings(data_dir=tmp_path)) as empty:
        answer = empty.ask(KOL)
    assert answer.abstained
    assert "ikke indlæst" in answer.text


def test_an_index_of_another_model_is_refused(tmp_path: Path, sample_data: Path) -> None:
    """Questions are not compared with the vectors of another model; the message names the command that rebuilds."""
    from tests.conftest import copy_index

    copy_index(sample_data, tmp_path)
    settings = Settings(data_dir=tmp_path)
    with Catalog.open(settings.catalog_url) as catalog:
        catalog.set_state(EMBEDDING, "another model")
    with pytest.raises(FingerprintError, match="referat rebuild"):
        Assistant.open(settings)


def test_llama_index_can_use_the_retriever(assistant: Assistant) -> None:
    """The retriever gives llama-index nodes with the text of the item and its place."""
    from rag.llama import MinutesRetriever

    found = MinutesRetriever(assistant, limit=3).retrieve("KOL-rehabilitering")
    assert len(found) == 3
    assert "KOL" in found[0].node.metadata["item_title"]
    assert found[0].node.get_content()


def test_finished_collaborators_are_handed_in(sample_data: Path, tmp_path: Path) -> None:
    """The assistant works on whatever catalog, store and embedder it is given."""
    from tests.conftest import copy_index

    copy_index(sample_data, tmp_path)
    settings = Settings(data_dir=tmp_path)
    embedder = open_embedder(settings)
    with Assistant(
        catalog=Catalog.open(settings.catalog_url), store=open_store(settings, embedder.dimension), embedder=embedder
    ) as built:
        assert built.ask(KOL).citations
