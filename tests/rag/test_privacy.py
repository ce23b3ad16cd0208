"""Private contacts are hidden where they would be shown, and everything else is left as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rag.assistant import Assistant
from rag.domain import Deadline, Hit, Participant
from rag.llama import MinutesRetriever
from rag.privacy import MAIL_MASK, PHONE_MASK, Contacts, is_office, mask_contacts
from tests.fakes import a_citation, a_hit, a_meeting, an_answer, an_item

OFFICES = [
    "post@fjordby.example",
    "kommunen@fjordby.example",
    "sundhed@fjordby.example",
    "sundhed-og-omsorg@fjordby.example",
    "byraadssekretariatet@fjordby.example",
    "info@klynge.example",
    "kontakt@klynge.example",
    "Social.Forvaltningen@fjordby.example",
    "jobcenter2@fjordby.example",
]
PRIVATE = [
    "anne.holm@fjordby.example",
    "aho@fjordby.example",
    "AHO@fjordby.example",
    "anne@fjordby.example",
    "anne.sundhed@fjordby.example",
    "Chefspl.Anne.Holm@sygehus.region.example",
    "a-h_2@mail.example",
    "12@mail.example",
]
PHONES = [
    ("Tlf. {}", "87285000"),
    ("tlf.: {}", "87 28 50 00"),
    ("Telefon: {} og mail", "8728 5000"),
    ("Mobil {}.", "21555628"),
    ("Lokaltlf.: {}", "+45 7843 8712"),
    ("Ring på {}", "87 285 000"),
    ("M: {}", "21-55-56-28"),
    ("Kontakt {}, hverdage", "+4521555628"),
    ("Kontakt {}", "0045 21 55 56 28"),
    ("Kontakt {} | næste", "(+45) 87 28 50 00"),
    ("Sekretær ({})", "87 28 50 00"),
    ("Sekretær, {}", "8728 5000"),
]
NO_PHONES = [
    "8728 5000 kr.",
    "8728 5000,-",
    "Budget: 87 28 50 00 kr.",
    "i alt 21 55 56 28 borgere",
    "2023 2024",
    "årene 2024 2025",
    "telefon 2024-2025",
    "telefon 20.00-21.00",
    "87285000",
    "CVR 29 18 98 46",
    "EAN 5798 0034 5612 3",
    "Konto 8728 5000",
    "reg.nr. 8728 5000",
    "Sagsnr. 2155 5628",
    "Sagsnr. 1-36-70-7-22",
    "EMN-2021-21555628",
    "uge 21 22 23 24",
    "den 21.05.2021 kl. 12.30",
    "lov nr. 692 af 8. juni 2018",
    "20 30 40 50 60",
    "1200 3400 5600",
    "https://a.example/21555628/8728-5000",
    "2155.5628",
    "16/34038",
]
SECTION = "Spørgsmål til koordinatoren på tlf. 2155 5628 eller aho@fjordby.example. Post til post@fjordby.example."


@pytest.mark.parametrize("address", OFFICES)
def test_an_office_s_address_is_shown(address: str) -> None:
    """An address whose every word names an office stays."""
    assert is_office(address)
    assert mask_contacts(f"Skriv til {address}.") == f"Skriv til {address}."


@pytest.mark.parametrize("address", PRIVATE)
def test_any_other_address_is_hidden(address: str) -> None:
    """Names, initials and what is unknown are private, whatever the sentence around them."""
    assert mask_contacts(f"Skriv til <{address}>, tak") == f"Skriv til <{MAIL_MASK}>, tak"
    assert mask_contacts(f"mailto:{address}") == f"mailto:{MAIL_MASK}"


@pytest.mark.parametrize(("around", "number"), PHONES)
def test_a_telephone_number_is_hidden(around: str, number: str) -> None:
    """Danish telephone numbers are hidden in the ways that they are spelled."""
    assert mask_contacts(around.format(number)) == around.format(PHONE_MASK)


def test_a_number_beside_other_contacts_is_hidden() -> None:
    """The digits of an address or of another number do not make it no longer one."""
    assert mask_contacts("(21 55 56 28 12ab@mail.example)") == f"({PHONE_MASK} {MAIL_MASK})"
    assert mask_contacts("tlf. 8728 5000 8728 5001") == f"tlf. {PHONE_MASK} {PHONE_MASK}"
    assert mask_contacts("21 55 56 28 12") == "21 55 56 28 12"


@pytest.mark.parametrize("text", NO_PHONES)
def test_other_numbers_stay(text: str) -> None:
    """Amounts, years, hours, accounts, cases and laws are no telephone numbers."""
    assert mask_contacts(text) == text


@given(
    st.lists(st.sampled_from([*PRIVATE, *OFFICES, "21 55 56 28", "tlf.", " ", "\n", "/", "8728 5000", "x"])).map(
        "".join
    )
)
def test_masking_twice_changes_nothing(text: str) -> None:
    """What was hidden is not hidden again."""
    assert mask_contacts(mask_contacts(text)) == mask_contacts(text)


@given(st.text().filter(lambda text: not re.search(r"\d|@", text)))
def test_text_without_contacts_is_untouched(text: str) -> None:
    """Text without digits and addresses comes out as it went in."""
    assert mask_contacts(text) == text


@given(st.integers(0, len(SECTION)), st.integers(0, len(SECTION)))
def test_a_quotation_stands_in_its_section_as_shown(start: int, end: int) -> None:
    """Wherever a quotation is cut, it is verbatim in the section as it is shown, and holds no contact."""
    quote = SECTION[min(start, end) : max(start, end)].strip()
    assume(quote)
    section = an_item(text=SECTION).sections[0]
    citation = replace(a_citation("a.txt", "1", quote=quote), section=section)
    shown = Contacts().in_answer(an_answer(citation, text=f"»{quote}« [1]"))
    assert shown.citations[0].quote in shown.citations[0].section.text
    assert "2155 5628" not in shown.citations[0].quote + shown.text
    assert "aho@fjordby" not in shown.citations[0].quote


def test_a_number_is_hidden_in_the_answer_without_its_label() -> None:
    """A number that its section introduces is hidden also where an answer quotes it alone."""
    section = an_item(text="Telefon: 21555628").sections[0]
    citation = replace(a_citation("a.txt", "1", quote="21555628"), section=section)
    shown = Contacts().in_answer(an_answer(citation, text="»21555628« [1]"))
    assert (shown.text, shown.citations[0].quote) == (f"»{PHONE_MASK}« [1]", PHONE_MASK)


def test_everything_shown_of_a_meeting_passes_the_border() -> None:
    """Titles, places, participants, attachments, presenters and responsible persons hold no private contact."""
    mail = "aho@fjordby.example"
    item = replace(an_item(text=mail), title=mail, presenters=(mail,), responsible=(mail,), attachments=(mail,))
    person = Participant(name=mail, role=mail, organisation=mail)
    meeting = replace(a_meeting("a.txt", item), title=mail, place=mail, participants=(person,))
    hit = replace(a_hit("a.txt", "1"), item=item, meeting=meeting)
    assert mail not in repr(Contacts().in_meeting(meeting))
    assert [found.item.title for found in Contacts().in_hits([hit])] == [MAIL_MASK]


def test_a_deadline_is_masked_as_its_section_is() -> None:
    """The words of a deadline stay verbatim in the section as it is shown."""
    item = an_item(text="Telefon: 21555628. Svar til aho@fjordby.example senest 1. juni 2023.")
    (section,) = item.sections
    words = "Svar til aho@fjordby.example senest 1. juni 2023."
    deadline = Deadline(due=date(2023, 6, 1), words=words, kind=section.kind, section_id=section.id)
    shown = Contacts().in_item(replace(item, deadlines=(deadline,)))
    assert shown.deadlines[0].words == f"Svar til {MAIL_MASK} senest 1. juni 2023."
    assert shown.deadlines[0].words in shown.sections[0].text


def test_the_setting_lets_everything_pass() -> None:
    """With contacts shown, what is handed in is handed out."""
    answer = an_answer(a_citation("a.txt", "1", quote=SECTION), text=SECTION)
    meeting = a_meeting("a.txt", an_item(text=SECTION))
    border = Contacts(shown=True)
    assert border.in_answer(answer) == answer
    assert border.in_meeting(meeting) == meeting
    assert border.in_text(SECTION) == SECTION


class OneHit:
    """Finds the same item, whatever is asked for."""

    def search(self, *_: object, **__: object) -> list[Hit]:
        """Return the item."""
        mail = "aho@fjordby.example"
        return [replace(a_hit("a.txt", "1"), item=replace(an_item(text=f"Skriv til {mail}."), title=mail))]


@pytest.mark.parametrize(("show_contacts", "shown"), [(False, MAIL_MASK), (True, "aho@fjordby.example")])
def test_what_llama_index_gets_passes_the_border(show_contacts: bool, shown: str) -> None:
    """Text and metadata of nodes are masked as answers are, unless the contacts are asked for."""
    retriever = MinutesRetriever(cast("Assistant", OneHit()), show_contacts=show_contacts)
    (found,) = retriever.retrieve("mail")
    assert f"Skriv til {shown}." in found.node.get_content()
    assert found.node.metadata["item_title"] == shown
