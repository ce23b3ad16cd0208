"""The chat page: a conversation, and beside it the places in the minutes that the latest answer rests on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui import text
from ui.client import Api, Problem
from ui.dates import iso_date
from ui.render import Exchange, conversation_html, section_of, sources_html

Json = dict[str, Any]
Said = list[Exchange]
Step = tuple[Any, ...]
"""What a step changes, in the order of `Parts.changed`."""
Ask = Callable[..., AsyncIterator[Step]]

MAX_TURNS = 20
"""Messages of the conversation that go with a question; the interface takes no more."""
AT_A_TIME = 8
"""Questions that are answered at once, over all visitors; the rest wait."""
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""For every event: Gradio's own progress is English, and programs have the HTTP interface."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The components that change or are read."""

    said: gr.State
    conversation: gr.Markdown
    sources: gr.Markdown
    question: gr.Textbox
    send: gr.Button
    restart: gr.Button
    example_row: gr.Row
    examples: Sequence[gr.Button]
    understood: gr.Markdown
    chips: Mapping[str, gr.Button]
    filters: Sequence[gr.components.Component]

    @property
    def changed(self) -> list[Any]:
        """The components that a step changes, in a step's order."""
        shown = [self.conversation, self.sources, self.said, self.question, self.example_row, self.restart]
        return [*shown, self.understood, *self.chips.values()]


def build_page(api: Api) -> gr.Blocks:
    """Return the chat page; what belongs to a visitor is kept in the state of the visit."""
    page: gr.Blocks
    with gr.Blocks(title=text.NAME, analytics_enabled=False, fill_width=True) as page:
        parts = _lay_out()
        _wire(page, parts, api)
    return page


def asking(api: Api) -> Ask:
    """Return the function that answers a question in two steps: that it is looked for, and what was found."""

    async def ask(question: str, said: Said, *filters: str) -> AsyncIterator[Step]:
        asked = question.strip()
        if not asked:
            yield _step(said)
            return
        async for step in _answering(api, Exchange(asked), said, filters):
            yield step

    return ask


def asking_without(api: Api, kind: str) -> Ask:
    """Return the function that asks the latest question again, without the limits of a kind."""

    async def ask_again(said: Said, *filters: str) -> AsyncIterator[Step]:
        if not said:
            yield _step(said)
            return
        ignored = tuple(dict.fromkeys([*said[-1].ignored, kind]))
        async for step in _answering(api, Exchange(said[-1].question, ignored=ignored), said[:-1], filters):
            yield step

    return ask_again


async def _answering(api: Api, exchange: Exchange, said: Said, filters: Sequence[str]) -> AsyncIterator[Step]:
    asked = exchange.question
    yield _step([*said, exchange._replace(note=text.SEARCHING, pending=True)])
    try:
        answer = await api.ask(asked, history=_history(said), filters=_chosen(*filters), ignore=exchange.ignored)
        texts = await _cited_texts(api, answer)
    except (Problem, ValueError) as refusal:
        yield _step([*said, exchange._replace(note=str(refusal))], question=asked)
    else:
        yield _step([*said, exchange._replace(answer=answer, texts=texts)])


def _step(said: Said, question: str = "") -> Step:
    """Show what was said so far; examples are offered until then, a new conversation from then on."""
    sources = sources_html(said[-1] if said else None)
    limits = list(_limits(said))
    return (
        conversation_html(said),
        sources,
        said,
        question,
        gr.update(visible=not said),
        gr.update(visible=bool(said)),
        gr.update(visible=any(limits)),
        *(gr.update(value=limit, visible=bool(limit)) for limit in limits),
    )


def _limits(said: Said) -> Iterator[str]:
    """Yield for each kind what limited the latest question, or nothing."""
    answer = said[-1].answer if said else None
    understood = answer.get("understood", []) if answer else []
    for kind in text.CONSTRAINTS:
        of_kind = [it for it in understood if it["kind"] == kind]
        hard = any(it["hard"] for it in of_kind)
        yield text.constraint(kind, [it["label"] for it in of_kind], hard=hard) if of_kind else ""


def _history(said: Said) -> list[Json]:
    """Return the conversation as the interface takes it; what got no answer is left out."""
    turns = [
        {"role": role, "content": content}
        for exchange in said
        if exchange.answer
        for role, content in (("user", exchange.question), ("assistant", exchange.answer["answer"]))
    ]
    return turns[-MAX_TURNS:]


def _chosen(forum: str, document_type: str, date_from: str, date_to: str) -> Json:
    """Return the filters as the interface takes them; raise ValueError, in Danish, for a wrong date."""
    chosen = {
        "forum": forum,
        "document_type": document_type,
        "date_from": iso_date(date_from),
        "date_to": iso_date(date_to, last=True),
    }
    return {name: value for name, value in chosen.items() if value}


async def _cited_texts(api: Api, answer: Json) -> dict[str, str]:
    """Return the text of the cited sections by section id."""
    texts: dict[str, str] = {}
    for citation in answer["citations"]:
        if section_of(citation) not in texts:
            item = await api.item(citation["item_id"])
            texts |= {section["id"]: section["text"] for section in item["sections"]}
    return texts


def _lay_out() -> Parts:
    with gr.Row(elem_id="arbejdsflade", equal_height=False):
        with gr.Column(scale=3, min_width=320, elem_id="samtale"):
            conversation = gr.Markdown(conversation_html([]), latex_delimiters=[], elem_id="samtale-indhold")
            with gr.Row(elem_id="eksempler") as example_row:
                examples = [gr.Button(example, size="sm", min_width=0) for example in text.EXAMPLES]
            understood = gr.Markdown(text.UNDERSTOOD, visible=False, elem_id="forstaaet")
            with gr.Row(elem_id="afgraensninger"):
                chips = {kind: gr.Button("", size="sm", min_width=0, visible=False) for kind in text.CONSTRAINTS}
            with gr.Row(elem_id="spoerg", equal_height=True):
                question = gr.Textbox(
                    label=text.QUESTION_LABEL,
                    placeholder=text.QUESTION_HINT,
                    max_lines=5,
                    max_length=2000,
                    autofocus=True,
                    scale=5,
                    elem_id="spoergsmaal",
                )
                send = gr.Button(text.SEND, variant="primary", scale=0, min_width=90)
            filters = _filters()
            restart = gr.Button(text.RESTART, size="sm", visible=False, elem_id="forfra")
        with gr.Column(scale=2, min_width=320, elem_id="kilder"):
            sources = gr.Markdown(sources_html(None), latex_delimiters=[], elem_id="kilder-indhold")
    return Parts(
        said=gr.State([]),
        conversation=conversation,
        sources=sources,
        question=question,
        send=send,
        restart=restart,
        example_row=example_row,
        examples=examples,
        understood=understood,
        chips=chips,
        filters=filters,
    )


def _filters() -> list[gr.components.Component]:
    types = [(text.ALL_TYPES, ""), *((label, value) for value, label in text.DOCUMENT_TYPES.items())]
    with gr.Accordion(text.FILTERS, open=False, elem_id="filtre"):
        forum = gr.Dropdown(label=text.FORUM, choices=[(text.ALL_FORUMS, "")], value="")
        with gr.Row():
            return [
                forum,
                gr.Dropdown(label=text.DOCUMENT_TYPE, choices=types, value=""),
                gr.Textbox(label=text.DATE_FROM, placeholder=text.DATE_HINT, max_lines=1),
                gr.Textbox(label=text.DATE_TO, placeholder=text.DATE_HINT, max_lines=1),
            ]


def _wire(page: gr.Blocks, parts: Parts, api: Api) -> None:
    """Connect what visitors do with what it changes."""
    ask = asking(api)
    limits: dict[str, Any] = {"concurrency_limit": AT_A_TIME, "concurrency_id": "ask"}
    rest = [parts.said, *parts.filters]
    gr.on(
        [parts.question.submit, parts.send.click],
        ask,
        [parts.question, *rest],
        parts.changed,
        **limits,
        **QUIET,
    )
    for example in parts.examples:
        example.click(ask, [example, *rest], parts.changed, **limits, **QUIET)
    for kind, chip in parts.chips.items():
        chip.click(asking_without(api, kind), rest, parts.changed, **limits, **QUIET)
    parts.restart.click(lambda: _step([]), None, parts.changed, **QUIET)

    async def offer_forums() -> Any:  # noqa: ANN401  (Gradio's updates have no type of their own)
        return gr.update(choices=[(text.ALL_FORUMS, ""), *((name, name) for name in await api.forums())])

    page.load(offer_forums, None, parts.filters[0], **QUIET)
