from __future__ import annotations

from index.reading.html import read_html

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html><html><head><title>Referat</title><style>p{color:red}</style></head>
<body class="cookie-accepted">
<header><nav><a href="/">Forside</a></nav><p>Fjordkommunen</p></header>
<div id="cookiebanner">Vi bruger cookies. <button>Accepter cookies</button></div>
<div role="navigation">Du er her</div>
<form><label>Søg</label><input value="søg"></form>
<main>
  <header><h1>Referat fra Sundhedsudvalget</h1><p>Den 3. maj 2023</p></header>
  <a class="knap">Hent som PDF</a> <p>Abonnér</p><p>Del</p>
  <p>Udvalget vil del­tage og dele print med andre.</p>
  <h2><button aria-expanded="false">1. Hoftebrud</button></h2>
  <div aria-hidden="true"><h3>Beslutning</h3><p>Godkendt.</p><span aria-hidden="true">+</span></div>
  <article><p>Bemærkning</p><footer>Godkendt af formanden</footer></article>
  <button>Kopier link</button><a>« Tilbage til toppen</a>
</main>
<footer>Rådhuset, 8000 Fjordby</footer>
<div class="modal"><p>Der opstod en fejl</p></div>
</body></html>"""


def _texts(html: str) -> list[str]:
    return [line.text for line in read_html(html).lines]


def test_page_is_freed_of_what_the_site_puts_around_the_text() -> None:
    """Navigation, forms, banners, buttons and known links go; headings and folded text stay."""
    assert [text.replace("\u00ad", "") for text in _texts(PAGE)] == [
        "Referat fra Sundhedsudvalget",
        "Den 3. maj 2023",
        "Udvalget vil deltage og dele print med andre.",
        "1. Hoftebrud",
        "Beslutning",
        "Godkendt.",
        "Bemærkning",
        "Godkendt af formanden",
    ]


def test_levels_are_those_of_the_markup() -> None:
    """A heading in a button keeps its level, and paragraphs are whole lines."""
    content = read_html(PAGE)
    assert [line.level for line in content.lines] == [1, 0, 0, 2, 3, 0, 0, 0]
    assert content.wrapped is False


def test_page_inside_one_form_is_kept() -> None:
    """Sites that wrap everything in a form lose only its controls."""
    assert _texts("<body><form><select><option>2023</option></select><h1>Referat</h1><p>Tekst</p></form></body>") == [
        "Referat",
        "Tekst",
    ]


def test_small_main_element_does_not_hide_the_text() -> None:
    """Where most of the text stands outside main, the whole page is read."""
    assert _texts(f"<body><main>Kort</main><p>{'Lang tekst. ' * 20}</p></body>")[0] == "Kort"


def test_site_header_with_the_title_is_kept() -> None:
    """A header that holds the page's title is text."""
    assert _texts("<body><header><h1>Referat</h1></header><p>Tekst</p></body>") == ["Referat", "Tekst"]


def test_page_without_any_element_is_read() -> None:
    """Bare words are a line."""
    assert _texts("bare ord") == ["bare ord"]


def test_hostile_markup_is_only_text() -> None:
    """Unclosed, misnested and active elements neither fail nor show."""
    html = "<html><p onclick='x()'>Et<b><i>to</b>tre</i><svg><script>x</script></svg><iframe></iframe><td>fire"
    assert "".join(_texts(html)) == "Ettotrefire"


REGION = """<!DOCTYPE html><html lang="da"><head><title>Møde - Region</title></head><body>
<header><a href="/">Regionen</a><nav><ul><li>Sundhed</li></ul></nav></header>
<nav class="breadcrumb"><ol><li>Forside</li><li>Politik</li><li>Dagsordener og referater</li></ol></nav>
<main><h1>Referat af møde i Udvalg for sundhed</h1><p>Mødedato: 6. maj 2024</p><p><a>Hent referatet som PDF</a></p>
<section><h2>1. Akutsygepleje</h2><h3>Beslutning</h3><p>Planen blev godkendt.</p></section>
<p><a>Tilbage til toppen</a></p></main><footer><p>Skottenborg 26</p><p>Cookiepolitik</p></footer></body></html>"""


def test_region_page_is_freed_of_its_site() -> None:
    """Path, download link, footer and the way to the top of a region's page are no text."""
    assert _texts(REGION) == [
        "Referat af møde i Udvalg for sundhed",
        "Mødedato: 6. maj 2024",
        "1. Akutsygepleje",
        "Beslutning",
        "Planen blev godkendt.",
    ]
