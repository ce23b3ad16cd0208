"""A web page turned into lines: the minutes kept, what the site puts around them removed."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import Tag

from index.reading.content import Content
from index.reading.firstagenda_page import read_agenda_page
from index.reading.markup import HEADINGS, lines_of

DROPPED = "script, style, noscript, template, svg, canvas, iframe, object, nav, dialog, select, input, textarea, label"
ROLES = "[role=navigation], [role=banner], [role=contentinfo], [role=search], [role=dialog], [role=alertdialog]"
BY_NAME = ".modal, .breadcrumb, .breadcrumbs, .skip-link, [id*=cookie i], [class*=cookie i]"
"""What sites call the parts that belong to no text."""
CHROME = re.compile(
    r"(?:hent|åben|vis|download)(?: (?:hele )?(?:referatet|dagsordenen|punktet))?(?: som)? pdf"
    r"|hent hele (?:referatet|dagsordenen)|kopi[eé]r link(?:et)?|del(?: siden| på \w+)?|tip en ven"
    r"|print(?: siden)?|udskriv(?: siden)?|læs op|læs højt|tilmeld nyhedsbrev|log ind|søg|menu|luk"
    r"|vis (?:mere|mindre)|tilbage|forrige|næste"
    r"|(?:gå )?(?:tilbage )?til (?:sidens )?(?:top|toppen|forsiden|indhold|hovedindhold|oversigten)"
    r"|abonn[eé]r(?: på .{1,60})?|(?:acceptér|accepter|afvis)(?: alle)? cookies|fold (?:alle )?(?:ud|ind)"
    r"|se alle dagsordener(?: og referater)?(?: fra dette mødeforum)?",
    re.IGNORECASE,
)
"""Lines that are a button or a link of the site and nobody's words; they count only as a whole line."""
PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
SIGNS = " \u203a\u2039»«<>|•·"
ICON_TEXT = 40
FORM_TEXT = 500
MAIN_SHARE = 0.5


def read_html(text: str) -> Content:
    """Turn a web page into lines; a FirstAgenda page also tells its items and the meeting."""
    soup = BeautifulSoup(PROLOG.sub("", text), "lxml")
    if content := read_agenda_page(soup):
        return content
    _remove_chrome(soup)
    lines = [line for line in lines_of(_main_part(soup)) if not CHROME.fullmatch(line.text.strip(SIGNS))]
    return Content(lines=tuple(lines), wrapped=False)


def _remove_chrome(soup: BeautifulSoup) -> None:
    """Remove what the markup itself sets apart from the text."""
    if soup.head:
        soup.head.decompose()
    for tag in soup.select(DROPPED):
        tag.decompose()
    for tag in soup.select(f"{ROLES}, {BY_NAME}, header, footer"):
        if not tag.decomposed and not _is_text(tag):
            tag.decompose()
    for tag in soup.select("[hidden], [aria-hidden=true], button"):
        # A folded accordion is hidden as well, and a button may hold the title of what it unfolds.
        if not tag.decomposed and not _has_heading(tag) and len(tag.get_text()) < ICON_TEXT:
            tag.decompose()
    for tag in soup.select("form"):
        # Some sites wrap the whole page in one form.
        if not tag.decomposed and not _has_heading(tag) and len(tag.get_text()) < FORM_TEXT:
            tag.decompose()


def _has_heading(tag: Tag) -> bool:
    """Tell whether a part holds a heading, or is the button in one."""
    in_heading = tag.name == "button" and tag.find_parent(list(HEADINGS)) is not None
    return in_heading or tag.find(list(HEADINGS)) is not None


def _is_text(tag: Tag) -> bool:
    """Tell whether a part that looks like chrome carries the page's title, or belongs to an article."""
    if tag.name in ("html", "body", "main") or tag.find("h1"):
        return True
    return tag.name in ("header", "footer") and tag.find_parent(["main", "article"]) is not None


def _main_part(soup: BeautifulSoup) -> Tag:
    """Return the part marked as main where it holds most of the text, else the whole page."""
    main = soup.select_one("main, [role=main]")
    if main is not None and len(main.get_text()) > MAIN_SHARE * len(soup.get_text()):
        return main
    return soup.body or soup
