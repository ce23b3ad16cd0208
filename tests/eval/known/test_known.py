from __future__ import annotations

from datetime import date

from eval.dataset import Gold
from eval.known import make_queries
from eval.known.everyday import in_everyday_words
from eval.known.lexicon import WORD, read_lexicon
from eval.known.subjects import bare_title, find_subjects
from index.parsing import parse_document
from index.reading import find_documents, read_document
from rag.danish.analyse import analyse
from rag.domain import AgendaItem, DocumentType, Meeting, Section, SectionKind, Source, stable_id
from tests.conftest import SAMPLES


def an_item(number: int, title: str, *, case: str = "", resume: str = "", closed: bool = False) -> AgendaItem:
    """Return an item with a summary."""
    section = Section(id=f"{title}-{number}", kind=SectionKind.CASE, heading="Resume", text=resume)
    return AgendaItem(
        id=stable_id(title, case, str(number)),
        number=str(number),
        ordinal=number,
        title=title,
        case_number=case,
        closed=closed,
        sections=(section,) if resume else (),
    )


def a_meeting(name: str, *items: AgendaItem) -> Meeting:
    """Return minutes with these items."""
    return Meeting(
        id=name,
        source=Source(path=f"/minutes/{name}", name=name, content_hash=name),
        document_type=DocumentType.MINUTES,
        forum="Sundhedsudvalget",
        title="Referat",
        date=date(2024, 5, 6),
        items=items,
    )


def test_gold_is_what_was_written_on_the_same_case_and_subject() -> None:
    """An item of the same case at another meeting is gold too; another subject under its number is not."""
    spring = a_meeting(
        "spring.json",
        an_item(1, "Nyt plejehjem i Vestby", case="24-1"),
        an_item(2, "Takster for madservice", case="24-1"),
    )
    autumn = a_meeting("autumn.json", an_item(4, "Godkendelse af nyt plejehjem i Vestby", case="24-1"))
    gold = {subject.title: set(subject.gold) for subject in find_subjects([spring, autumn])}
    home = {Gold(source="spring.json", item="1"), Gold(source="autumn.json", item="4")}
    assert gold["Nyt plejehjem i Vestby"] == home
    assert gold["Takster for madservice"] == {Gold(source="spring.json", item="2")}


def test_formal_closed_and_ambiguous_titles_are_left_out() -> None:
    """Nothing is asked about items that nobody could tell from the next."""
    titles = (
        "Godkendelse af dagsorden",
        "Underskriftsark",
        "Orientering fra formanden/gensidig orientering",
        "Sundhedsudvalgets mødekalender 2024",
        "Lukket: Salg af grund",
        "Økonomi",
    )
    formal = a_meeting("formal.json", *(an_item(n, title) for n, title in enumerate(titles)))
    closed = a_meeting("closed.json", an_item(1, "Køb af grund i Vestby", closed=True))
    twice = [a_meeting(f"{n}.json", an_item(1, "Status på hjemmepleje i nord", case=f"24-{n}")) for n in (1, 2)]
    assert find_subjects([formal, closed, *twice]) == []
    kept = a_meeting("kept.json", an_item(1, "Orientering om hjælpemidler i hjemmet"))
    assert [subject.title for subject in find_subjects([kept])] == ["hjælpemidler i hjemmet"]


def test_a_title_is_asked_without_its_purpose() -> None:
    """What an item is for says nothing about its subject, before it or after."""
    assert bare_title("Godkendelse af takster 2025") == "takster 2025"
    assert bare_title("Takster 2025 - godkendelse") == "Takster 2025"
    assert bare_title("Høring om sundhedsaftale, høringssvar") == "sundhedsaftale"


def test_everyday_words_stand_for_administrative_ones() -> None:
    """A word is exchanged in any form, alone and not inside another."""
    assert in_everyday_words("Magtanvendelser på Plejecentrene") == "brug af tvang på plejehjem"
    assert in_everyday_words("Fritilsynet") == "Fritilsynet"


def test_a_text_gives_only_words_that_another_case_knows() -> None:
    """Words of this case alone mark the copy, the title's are left to the title; the rest is put in other words."""
    first = an_item(1, "Træning efter hoftebrud", case="24-1", resume="Borgerne venter længe på superviseret træning.")
    others = (
        an_item(2, "Kørsel til dagcenter", case="24-2", resume="Ældre venter længe hjemme."),
        an_item(3, "Mad til ældre", case="24-3", resume="Borgerne får leveret hver uge."),
        *(an_item(n, f"Emne nummer {n}", case=f"24-{n}") for n in range(4, 40)),
    )
    queries = make_queries([a_meeting("a.json", first, *others)])
    found = {query.question for query in queries if query.type == "resume" and query.gold[0].item == "1"}
    assert found == {"folk venter længe"}


def test_the_samples_give_the_same_queries_in_every_run() -> None:
    """Ids are unique, a case's queries stay in one half, and no query of other words is its item's title."""
    documents = [path for path in find_documents([SAMPLES]) if path.suffix == ".json"]
    meetings = [parse_document(read_document(path)) for path in documents]
    queries = make_queries(meetings)
    assert queries == make_queries(list(meetings))
    assert len({query.id for query in queries}) == len(queries) > 20
    assert {query.split for query in queries} == {"dev", "test"}
    split_of: dict[Gold, set[str]] = {}
    for query in queries:
        split_of.setdefault(query.gold[0], set()).add(query.split)
    assert all(len(splits) == 1 for splits in split_of.values())


def test_words_made_from_a_text_stand_in_no_run_of_it() -> None:
    """No query that is made from a text shares four content words in a row with its item."""
    meetings = [parse_document(read_document(path)) for path in find_documents([SAMPLES])]
    texts = {
        Gold(source=meeting.source.name, item=item.number): _content(" ".join(s.text for s in item.sections))
        for meeting in meetings
        for item in meeting.numbered_items
    }
    made = [query for query in make_queries(meetings) if query.type in {"resume", "case"}]
    assert made
    for query in made:
        words = _content(query.question)
        assert not any(words[start : start + 4] in _runs(texts[query.gold[0]]) for start in range(len(words) - 3))


def test_the_lexicon_knows_forms_and_compounds() -> None:
    """A word's other forms and the parts of a compound come from the collection itself."""
    texts = ("tilsyn og tilsynet i plejehjem", "tilsynet, tilsynet og pleje i et hjem", "pleje i et hjem")
    items = (an_item(n, f"Emne {n}", resume=text) for n, text in enumerate(texts))
    lexicon = read_lexicon([a_meeting("a.json", *items)])
    assert lexicon.another_form("tilsyn") == "tilsynet"
    assert lexicon.another_form("plejehjem") is None
    assert lexicon.in_parts("plejehjem") == "pleje hjem"


def _content(text: str) -> list[str]:
    return [token for word in WORD.findall(text) for token in analyse(word)[:1]]


def _runs(words: list[str]) -> list[list[str]]:
    return [words[start : start + 4] for start in range(len(words) - 3)]
