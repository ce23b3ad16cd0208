"""The interface's JSON objects turned into HTML: pages to read, and the parts of the chat page.

Jinja escapes everything: no word of the minutes is ever markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from ui import text
from ui.answer import blocks
from ui.marking import excerpt, mark

Json = dict[str, Any]

ANCHOR = "citat"
"""The id of the marked words on an item's page."""


class Exchange(NamedTuple):
    """A question and what came of it: an answer, or a note in its place; pending while it is looked for.

    `texts` holds the text of the sections that the answer cites, by section id; `ignored` are the kinds of limits
    that the visitor took away.
    """

    question: str
    answer: Json | None = None
    texts: Mapping[str, str] = {}
    note: str = ""
    pending: bool = False
    ignored: tuple[str, ...] = ()


_templates = Environment(
    loader=PackageLoader("ui"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["text"] = text


def item_page(item: Json, *, quote: str = "", section_id: str = "") -> str:
    """Return the page of an agenda item, with the quotation marked in the named or first section with it."""
    sections, anchored = [], False
    for section in item["sections"]:
        marked = mark(section["text"], quote if not anchored and section_id in ("", section["id"]) else "")
        anchored = anchored or marked.found
        sections.append(section | _headings(section) | {"marked": marked, "anchored": marked.found})
    name = text.item_name(item["number"], item["title"])
    return _page("item.html", title=name, name=name, item=item, sections=sections)


def meeting_page(meeting: Json) -> str:
    """Return the page of a meeting: its facts, its items and who was there."""
    forum = meeting["forum"] or text.NO_FORUM
    name = f"{forum}, {text.day(meeting['date'])}"
    times = "–".join(text.clock(it) for it in (meeting["start"], meeting["end"]) if it)
    attendance = [
        (label, people)
        for status, label in text.ATTENDANCE.items()
        if (people := [_person(it) for it in meeting["participants"] if it["status"] == status])
    ]
    return _page("meeting.html", title=name, name=name, meeting=meeting, times=times, attendance=attendance)


def problem_page(problem: Json) -> str:
    """Return the page that stands for an error."""
    return _page("problem.html", title=problem["title"], detail=problem["detail"])


def conversation_html(exchanges: Sequence[Exchange]) -> str:
    """Return the conversation, with the markers of its answers as links to what they cite."""
    last = len(exchanges) - 1
    return _part(
        "conversation.html",
        exchanges=[_exchange(exchange, latest=place == last) for place, exchange in enumerate(exchanges)],
    )


def sources_html(exchange: Exchange | None) -> str:
    """Return the cited passages and the nearest items of an answer; without one, what will stand here."""
    answer = exchange.answer if exchange else None
    return _part(
        "sources.html",
        empty=_nothing_cited(answer),
        sources=[_source(it, exchange.texts) for it in answer["citations"]] if exchange and answer else [],
        hits=[_hit(it) for it in answer["hits"]] if answer else [],
    )


def _nothing_cited(answer: Json | None) -> str:
    """Return what stands in the place of sources: before a question, without an answer, and where it needs none."""
    if answer is None:
        return text.NO_SOURCES
    return text.NOTED if answer.get("abstained") is False else text.NOTHING_CITED


def chat_shell() -> tuple[str, str]:
    """Return what goes into the chat page's head, and what stands above the chat."""
    return _page("chat_head.html"), _page("chat_top.html")


def section_of(citation: Json) -> str:
    """Return the id of the section that a citation's address ends in."""
    return str(citation["url"]).partition("#")[2]


def item_href(citation: Json) -> str:
    """Return the address of the cited item's page, at the marked quotation."""
    words = urlencode({"citat": citation["quote"], "afsnit": section_of(citation)}, quote_via=percent_encode)
    return f"/items/{percent_encode(citation['item_id'], safe='')}?{words}#{ANCHOR}"


def _page(template: str, **values: object) -> str:
    return _templates.get_template(template).render(**values)


def _part(template: str, **values: object) -> str:
    """Return HTML on one line: what follows a blank line would be read as Markdown."""
    return " ".join(_page(template, **values).split())


def _headings(section: Json) -> Json:
    """Say what part the section plays, and how its heading is printed where that differs."""
    label = text.KINDS[section["kind"]]
    printed = section["heading"].strip().rstrip(":")
    return {"label": label, "printed": "" if label.lower().startswith(printed.lower()) else printed}


def _person(participant: Json) -> str:
    return ", ".join(part for part in (participant[name] for name in ("name", "role", "organisation")) if part)


def _exchange(exchange: Exchange, *, latest: bool) -> Json:
    """Return what the conversation shows of a question and its answer, or of the note in the answer's place.

    Markers of the latest answer lead to the sources beside it, those of earlier ones to the items themselves.
    """
    answer = exchange.answer or {"answer": exchange.note, "citations": []}
    hrefs = {it["number"]: f"#kilde-{it['number']}" if latest else item_href(it) for it in answer["citations"]}
    return {
        "question": exchange.question,
        "blocks": blocks(answer["answer"], answer["citations"], hrefs),
        "checked": text.checked(answer["mode"], **answer["quotes"]) if _is_checked(answer) else "",
        "pending": exchange.pending,
    }


def _is_checked(answer: Json) -> bool:
    return bool(answer["citations"] and answer.get("quotes") and not answer.get("abstained"))


def _source(citation: Json, texts: Mapping[str, str]) -> Json:
    """Return what the sources beside an answer show of a citation."""
    part = excerpt(texts.get(section_of(citation), ""), citation["quote"])
    return {
        "number": citation["number"],
        "name": text.item_name(citation["item_number"], citation["item_title"]),
        "forum": citation["forum"] or text.NO_FORUM,
        "day": text.day(citation["meeting_date"]),
        "kind": citation["section"],
        "label": text.KINDS[citation["section"]],
        "marked": mark(part.text, citation["quote"], citation.get("core")),
        "cut_before": part.cut_before,
        "cut_after": part.cut_after,
        "href": item_href(citation),
    }


def _hit(hit: Json) -> Json:
    return {
        "name": text.item_name(hit["item_number"], hit["item_title"]),
        "forum": hit["forum"] or text.NO_FORUM,
        "day": text.day(hit["meeting_date"]),
        "href": f"/items/{percent_encode(hit['item_id'], safe='')}",
    }
