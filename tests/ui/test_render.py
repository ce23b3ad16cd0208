from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from ui.render import Exchange, conversation_html, item_page, meeting_page, problem_page, sources_html

Json = dict[str, Any]
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
QUOTE = "Gruppen  godkendte\nplanen."


def an_item(**changes: object) -> Json:
    """Return an agenda item as the interface does."""
    return {
        "id": "i-2",
        "number": "2",
        "title": "Plan",
        "closed": False,
        "outcome": "godkendt",
        "url": "/items/i-2",
        "time_slot": "",
        "case_number": "",
        "presenters": [],
        "responsible": [],
        "deadlines": [],
        "attachments": [],
        "sections": [
            a_section("s-1", "indstilling", "Indstilling", "At gruppen godkender planen."),
            a_section("s-2", "beslutning", "Referat", f"Først.\n{QUOTE}\n- Et\n- To"),
            a_section("s-3", "andet", "", "Gruppen godkendte planen."),
        ],
        "meeting": {
            "id": "m",
            "forum": "Styregruppen",
            "title": "Referat",
            "date": "2023-05-04",
            "document_type": "referat",
            "source": "a.txt",
            "url": "/meetings/m",
        },
        "previous": {"id": "i-1", "number": "1", "title": "Start", "url": "/items/i-1"},
        "next": None,
        **changes,
    }


def a_section(id: str, kind: str, heading: str, text: str) -> Json:  # noqa: A002  (the interface's name)
    """Return a section as the interface does."""
    return {"id": id, "kind": kind, "heading": heading, "text": text, "page": None}


def a_deadline(section: str) -> Json:
    """Return a deadline as the interface does."""
    return {"due": "2023-06-01", "words": "Svar senest 1. juni.", "section": section, "section_id": "s-2"}


def a_meeting(**changes: object) -> Json:
    """Return a meeting as the interface does."""
    return {
        **an_item()["meeting"],
        "start": "09:00:00",
        "end": "10:30:00",
        "place": "Rådhuset",
        "participants": [
            {"name": "Anne", "role": "formand", "organisation": "", "status": "til stede"},
            {"name": "Bo", "role": "", "organisation": "Regionen", "status": "afbud"},
        ],
        "items": [
            {
                "id": "i-1",
                "number": "1",
                "title": "Start",
                "closed": True,
                "outcome": "ikke oplyst",
                "url": "/items/i-1",
            }
        ],
        **changes,
    }


def an_answer(**changes: object) -> Json:
    """Return an answer as the interface does."""
    citation = {
        "number": 1,
        "item_id": "i-2",
        "meeting_id": "m",
        "forum": "Styregruppen",
        "meeting_date": "2023-05-04",
        "item_number": "2",
        "item_title": "Plan",
        "section": "beslutning",
        "quote": QUOTE,
        "source": "a.txt",
        "url": "/items/i-2#s-2",
    }
    hit = {
        "rank": 1,
        "item_id": "i-2",
        "item_number": "2",
        "item_title": "Plan",
        "meeting_date": None,
        "forum": "",
        "source": "a.txt",
        "score": 0.1,
    }
    return {"answer": "Den blev godkendt [1], se [2].", "citations": [citation], "hits": [hit], **changes}


def soup(html: str) -> BeautifulSoup:
    """Parse a page."""
    return BeautifulSoup(html, "html.parser")


def one(html: BeautifulSoup | Tag, selector: str) -> Tag:
    """Return the only element that a selector finds."""
    (found,) = html.select(selector)
    return found


def words(tag: Tag) -> str:
    """Return an element's text with single spaces."""
    return " ".join(tag.get_text(" ").split())


def test_an_item_page_marks_the_quotation_in_the_named_section() -> None:
    """The words are marked where they are cited, across their line break, and nowhere else."""
    page = soup(item_page(an_item(), quote="Gruppen godkendte planen.", section_id="s-2"))

    assert [words(tag) for tag in page.select("mark")] == ["Gruppen godkendte", "planen."]
    assert [tag.get("id") for tag in page.select("mark")] == ["citat", None]
    assert one(page, "section.cited")["id"] == "s-2"


def test_an_item_page_without_a_section_marks_the_first_place() -> None:
    """A link that names no section marks the first that holds the words."""
    page = soup(item_page(an_item(), quote="Gruppen godkendte planen."))

    assert {section["id"] for section in page.select("section.cited")} == {"s-2"}


def test_a_quotation_that_is_not_there_marks_nothing() -> None:
    """Words that the item does not hold change nothing on its page."""
    assert item_page(an_item(), quote="Gruppen afviste planen.") == item_page(an_item())


def test_a_recommendation_is_labelled_as_a_proposal_and_a_decision_as_one() -> None:
    """Headings tell what part a section plays, and how it is headed in the document where that differs."""
    page = soup(item_page(an_item()))

    assert [words(tag) for tag in page.select("section > h2")] == [
        "Indstilling (forslag)",
        "Beslutning",
        "Øvrig tekst",
    ]
    assert words(one(page, ".printed")) == "Overskrift i dokumentet: »Referat«"


def test_an_item_page_is_built_for_everyone() -> None:
    """The page is Danish, has its landmarks, a skip link, and headings in order."""
    page = soup(item_page(an_item()))

    assert one(page, "html")["lang"] == "da"
    assert one(page, "a.skip")["href"] == f"#{one(page, 'main')['id']}"
    assert one(page, "nav")["aria-label"] == "Andre punkter på mødet"
    assert [tag.name for tag in page.select("h1, h2, h3")] == ["h1", "h2", "h2", "h2"]
    for section in page.select("section"):
        assert page.find(id=section["aria-labelledby"]) is not None


def test_an_item_page_leads_to_its_neighbours_and_its_meeting() -> None:
    """The item before is linked, the one that does not exist is not."""
    page = soup(item_page(an_item()))

    assert one(page, "a[rel=prev]")["href"] == "/items/i-1"
    assert page.select("a[rel=next]") == []
    assert {tag["href"] for tag in page.select(".trail a, .up")} == {"/meetings/m"}


@pytest.mark.parametrize(
    ("changes", "words_shown"),
    [
        ({"closed": True}, "Lukket punkt"),
        ({"sections": []}, "Punktet har ingen tekst i dokumentet."),
        ({"number": "0"}, "Uden for dagsordenspunkterne"),
        ({"attachments": ["Notat.pdf"]}, "Notat.pdf"),
        ({"responsible": ["Anne", "Bo"]}, "Anne, Bo"),
        ({"presenters": ["Eva"]}, "Oplæg ved Eva"),
        ({"deadlines": [a_deadline("beslutning")]}, "1. juni 2023 : »Svar senest 1. juni.«"),
        (
            {"deadlines": [a_deadline("indstilling")]},
            "1. juni 2023 (foreslået i indstillingen): »Svar senest 1. juni.«",
        ),
        ({"outcome": "udsat"}, "Udsat"),
        ({"meeting": {**an_item()["meeting"], "document_type": "dagsorden"}}, "ikke hvad der blev besluttet"),
        ({"meeting": {**an_item()["meeting"], "date": None, "forum": ""}}, "Ukendt forum, uden dato"),
    ],
)
def test_an_item_page_shows_what_is_special(changes: Json, words_shown: str) -> None:
    """What an item has beside its text is shown, and what an agenda is not is said."""
    assert words_shown in words(one(soup(item_page(an_item(**changes))), "main"))
    assert words_shown not in words(one(soup(item_page(an_item())), "main"))


def test_points_of_a_list_are_set_as_points() -> None:
    """Lines that begin with a dash or a bullet are indented, with their sign kept."""
    page = soup(item_page(an_item()))

    assert [tag.get_text() for tag in page.select("p.point")] == ["- Et", "- To"]


def test_a_meeting_page_lists_items_and_participants_by_attendance() -> None:
    """A meeting shows when and where it was, who was there and who was not, and its items."""
    page = soup(meeting_page(a_meeting()))

    assert words(one(page, "h1")) == "Styregruppen, 4. maj 2023"
    assert "9.00–10.30" in words(one(page, ".facts"))
    assert [words(tag) for tag in page.select("h3")] == ["Til stede", "Afbud"]
    assert [words(tag) for tag in page.select("h3 + ul li")] == ["Anne, formand", "Bo, Regionen"]
    assert words(one(page, ".items li")) == "Punkt 1: Start Lukket punkt"


def test_an_empty_meeting_is_a_page_too() -> None:
    """An annex without items, date, forum or participants can be opened."""
    page = soup(meeting_page(a_meeting(items=[], participants=[], date=None, forum="", start=None, end=None, place="")))

    assert words(one(page, "h1")) == "Ukendt forum, uden dato"
    assert "Dokumentet har ingen dagsordenspunkter." in words(one(page, "main"))


def test_a_problem_page_says_what_is_wrong() -> None:
    """An error is a page with a way back."""
    page = soup(problem_page({"title": "Findes ikke", "detail": f"Intet møde {SCRIPT}."}))

    assert words(one(page, "h1")) == "Findes ikke"
    assert SCRIPT in words(one(page, "main"))
    assert one(page, "main a")["href"] == "/"


def test_markers_lead_to_the_sources_and_unknown_ones_stay_text() -> None:
    """A marker with a citation is a link to it; one without is part of the text."""
    page = soup(conversation_html([Exchange("Hvad?", answer=an_answer())]))

    assert one(page, "a.marker")["href"] == "#kilde-1"
    assert words(one(page, ".answer p")) == "Den blev godkendt [1] , se [2]."


def test_markers_of_earlier_answers_lead_to_the_items() -> None:
    """The sources beside the conversation belong to the latest answer only."""
    page = soup(conversation_html([Exchange("A?", answer=an_answer()), Exchange("B?", note="Søger", pending=True)]))

    assert str(one(page, "a.marker")["href"]).startswith(
        "/items/i-2?citat=Gruppen%20%20godkendte%0Aplanen.&afsnit=s-2#"
    )
    assert words(one(page, ".latest .pending p")) == "Søger"


def test_a_source_shows_the_passage_with_the_quotation_marked() -> None:
    """The cited words are marked in the text around them, under forum, date and the section's role."""
    text = f"Først.\n{QUOTE}\nSidst."
    page = soup(sources_html(Exchange("Hvad?", answer=an_answer(), texts={"s-2": text})))

    source = one(page, "#kilde-1")
    assert words(one(source, "h3")) == "1 Punkt 2: Plan"
    assert words(one(source, ".place")) == "Styregruppen, 4. maj 2023"
    assert words(one(source, ".kind")) == "Beslutning"
    assert words(one(source, "blockquote")) == "Først. Gruppen godkendte planen. Sidst."
    assert [words(tag) for tag in source.select("mark")] == ["Gruppen godkendte", "planen."]
    assert str(one(source, "a.open")["href"]).endswith("#citat")


def test_the_nearest_items_are_listed_with_links() -> None:
    """Hits are links to the items' pages, also when forum and date are unknown."""
    page = soup(sources_html(Exchange("Hvad?", answer=an_answer(citations=[], abstained=True))))

    assert one(page, ".hits a")["href"] == "/items/i-2"
    assert words(one(page, ".hits .place")) == "Ukendt forum, uden dato"
    assert "Svaret fremgår ikke af referaterne." in words(page)


def test_an_answer_out_of_a_documents_notes_is_not_called_missing() -> None:
    """What is told beside the text has no passage to cite, and is there."""
    page = words(soup(sources_html(Exchange("Hvem?", answer=an_answer(citations=[], abstained=False)))))
    assert "Svaret står i dokumentets mødeoplysninger" in page
    assert "fremgår ikke" not in page


def test_before_a_question_the_sources_say_what_will_stand_there() -> None:
    """An empty conversation shows neither sources nor hits."""
    assert "Her vises de steder" in words(soup(sources_html(None)))
    assert soup(conversation_html([])).select(".exchange") == []


@pytest.mark.parametrize(
    "html",
    [
        item_page(
            an_item(
                title=SCRIPT,
                time_slot=SCRIPT,
                case_number=SCRIPT,
                presenters=[SCRIPT],
                responsible=[SCRIPT],
                deadlines=[{**a_deadline("andet"), "words": SCRIPT, "section_id": f'"{SCRIPT}'}],
                attachments=[SCRIPT],
                sections=[a_section(f'"{SCRIPT}', "beslutning", SCRIPT, f"Før {SCRIPT}\n{SCRIPT}")],
                meeting={**an_item()["meeting"], "forum": SCRIPT, "source": SCRIPT, "url": f'"{SCRIPT}'},
                previous={"number": SCRIPT, "title": SCRIPT, "url": f'"{SCRIPT}'},
            ),
            quote=SCRIPT,
            section_id=f'"{SCRIPT}',
        ),
        meeting_page(a_meeting(forum=SCRIPT, title=SCRIPT, place=SCRIPT, source=SCRIPT)),
        conversation_html([Exchange(SCRIPT, answer=an_answer(answer=SCRIPT)), Exchange(SCRIPT, note=SCRIPT)]),
        sources_html(
            Exchange(
                "?",
                answer=an_answer(
                    citations=[
                        {**an_answer()["citations"][0], "quote": SCRIPT, "item_title": SCRIPT, "item_id": f'"{SCRIPT}'}
                    ],
                    hits=[{**an_answer()["hits"][0], "item_title": SCRIPT, "item_id": f'"{SCRIPT}'}],
                ),
                texts={"s-2": f"Før {SCRIPT} efter"},
            )
        ),
    ],
)
def test_no_word_of_the_minutes_is_ever_markup(html: str) -> None:
    """A script in any field is shown as the characters it consists of."""
    page = soup(html)

    assert page.select("script, img") == []
    assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert SCRIPT in words(page)


def test_parts_of_the_chat_are_one_line() -> None:
    """A blank line would end the HTML for Gradio's Markdown, and what follows would lose its characters."""
    exchange = Exchange("Hvad?\n\n# Ikke en overskrift", answer=an_answer(answer="8. juni\n\n* stjerne"))

    assert "\n" not in conversation_html([exchange])
    assert "\n" not in sources_html(exchange)


def test_the_core_is_bold_in_the_answer_and_in_its_source() -> None:
    """A quotation stays one marked place, with its core within."""
    citation = an_answer()["citations"][0] | {"core": [9, 18]}
    exchange = Exchange("Hvad?", answer=an_answer(answer=f"»{QUOTE}« [1]", citations=[citation]))

    assert [it.get_text() for it in soup(conversation_html([exchange])).select(".answer strong")] == ["godkendte"]
    assert [it.get_text() for it in soup(sources_html(exchange)).select("mark > strong")] == ["godkendte"]
    assert len(soup(sources_html(exchange)).select("p:first-child > mark")) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mode": "extract", "quotes": {"checked": 3, "dropped": 0}}, "3 af 3 citater kontrolleret"),
        ({"mode": "extract", "quotes": {"checked": 1, "dropped": 0}}, "1 af 1 citat kontrolleret"),
        ({"mode": "llm", "quotes": {"checked": 1, "dropped": 1}}, "1 sætning er udeladt."),
        ({"mode": "llm", "quotes": {"checked": 1, "dropped": 2}}, "2 sætninger er udeladt."),
        ({"mode": "extract", "quotes": {"checked": 0, "dropped": 2}, "citations": []}, ""),
        ({"mode": "extract", "quotes": {"checked": 1, "dropped": 0}, "abstained": True}, ""),
    ],
)
def test_an_answer_tells_how_its_quotations_were_checked(changes: Json, words: str) -> None:
    """Below the answer stands what was found word for word; below silence stands nothing."""
    line = soup(conversation_html([Exchange("Hvad?", answer=an_answer(**changes))])).select_one(".checked")

    assert line.get_text().endswith(words) if line and words else line is None and not words
