"""A seed turned into a hostile file: samples with parts changed, made-up minutes, long lines, archives, noise."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from random import Random

Made = tuple[str, bytes]
"""The name of a file and its bytes."""
SUFFIXES = ("txt", "md", "html", "json", "pdf", "docx", "zip")
BEGINNINGS = (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<!doctype html>", b'{"Dagsordenpunkter": [', b"\xff\xfe", b"\x00")
TOKENS = (
    "1. ", "1.1 ", "10.", "AD. 3:", "Punkt 4: ", "kl. 12.30-", "den 3. maj 2024 ", "22.10.13 ", "Beslutning",
    "Indstilling:", "Referat: ", "Afbud: ", "Deltagere: ", "Hansen, ", "Aa-", "Å", "(", ")", ". ", "....", " ", "\t",
    "|", "- ", "• ", "/", "\x00", "\ufeff", "\u202e", "\u0301", "\u00ad", "\ud7ff", "\U0001d54f", "a@b.", "http://",
    "<p>", "<!--", "&#0;", "&", "\\ud800",
)  # fmt: skip
"""What the parser looks for, and what breaks carelessly written programs."""
TITLES = ("Godkendelse af dagsorden", "Økonomi", "Orientering", "Lukket punkt", "Bordet rundt", "Eventuelt", "Lukning")
HEADINGS = ("Beslutning", "Indstilling", "Sagsfremstilling", "Drøftelse", "Referat:", "Konklusion", "Bilag", "")
SENTENCES = (
    "Gruppen godkendte planen.",
    "Det indstilles, at forslaget tages til efterretning.",
    "1. Kommunerne melder tilbage inden 1. juni.",
    "Anna Berg Holm spurgte til økonomien (200.000 kr.).",
    "Ansvarlig: formanden",
    "",
)
BOMB = 3_000_000
LONG = 100_000


def make(seed: int, *, samples: Sequence[Made]) -> Made:
    """Return the input of a seed: the same for the same samples."""
    random = Random(seed)  # noqa: S311  (it is to be repeatable, not secret)
    kinds: tuple[Callable[[Random, Sequence[Made]], Made], ...] = (
        _changed,
        _minutes,
        _long_line,
        _noise,
        _archive,
        _word,
    )
    [kind] = random.choices(kinds, weights=(35, 30, 12, 10, 6, 7))
    return kind(random, samples)


def _changed(random: Random, samples: Sequence[Made]) -> Made:
    """Take a sample and flip, cut, repeat or replace parts of it, sometimes under another name."""
    name, data = random.choice(samples)
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        data = _change(random, data, other=random.choice(samples)[1])
    return (name if random.random() > 0.1 else f"fil.{random.choice(SUFFIXES)}"), data  # noqa: PLR2004


def _change(random: Random, data: bytes, *, other: bytes) -> bytes:
    start = random.randrange(len(data) + 1)
    end = min(len(data), start + random.choice((0, 1, 4, 100, 5_000)))
    start_other = random.randrange(len(other) + 1)
    new: bytes = random.choice(
        (
            b"",
            random.randbytes(end - start),
            data[start:end] * random.choice((2, 10)),
            random.choice(TOKENS).encode() * random.choice((1, 3, 500)),
            other[start_other : start_other + random.choice((10, 2_000))],
        )
    )
    return data[:start] + new + data[end:]


def _minutes(random: Random, _: Sequence[Made]) -> Made:
    """Make up minutes in one of the layouts, and write them as text, Markdown, a page, JSON or a PDF."""
    suffix = random.choice(("txt", "txt", "md", "html", "json", "pdf"))
    items = [(random.choice(TITLES), _sections(random)) for _ in range(random.choice((0, 1, 5, 30)))]
    match suffix:
        case "html":
            text = "".join(
                f"<h2>{i}. {title}</h2>" + "".join(f"<h3>{head}</h3><p>{body}" for head, body in sections)
                for i, (title, sections) in enumerate(items)
            )
            return "fil.html", ("<div>" * random.choice((1, 1, 3_000)) + text).encode()
        case "json":
            return "fil.json", json.dumps(_meeting(random, items)).encode()
    before = random.choice(("", "Punkt ", "AD. ", "## ", "Kl. 13-13.45 "))
    after = random.choice((". ", ".", ": ", " ", ") "))
    lines = [random.choice(("Referat fra møde i Udvalget den 3. maj 2024", "Dagsorden", ""))]
    for i, (title, sections) in enumerate(items, start=random.choice((1, 32))):
        lines += [f"{before}{i}{after}{title}", *(part for section in sections for part in section)]
    return f"fil.{suffix}", pdf(lines) if suffix == "pdf" else _encoded(random, "\n".join(lines))


def _sections(random: Random) -> list[tuple[str, str]]:
    return [(random.choice(HEADINGS), _body(random)) for _ in range(random.choice((0, 1, 3)))]


def _body(random: Random) -> str:
    words = random.choices(SENTENCES, k=random.choice((1, 3, 10)))
    if random.random() < 0.3:  # noqa: PLR2004
        words.insert(random.randrange(len(words) + 1), random.choice(TOKENS) * random.choice((1, 5, 300)))
    return random.choice((" ", "\n", "\n\n")).join(words)


def _meeting(random: Random, items: Sequence[tuple[str, list[tuple[str, str]]]]) -> dict[str, object]:
    """Return a meeting as FirstAgenda publishes it, now and then with a value of the wrong kind."""
    odd: Sequence[object] = (None, [], {}, 0, -1, 1e308, True, "\ud800", "x" * 1_000, "2024-05-03T12:00:00Z")

    def some(value: object) -> object:
        return value if random.random() > 0.1 else random.choice(odd)  # noqa: PLR2004

    agenda = [
        {
            "Punktnummer": some(str(i)),
            "Navn": some(title),
            "Sorting": some(i),
            "IsOpen": some("true"),
            "Bilag": some([{"Navn": some("a.pdf")}]),
            "Felter": some([{"Navn": some(head), "Html": some(f"<p>{body}</p>")} for head, body in sections]),
        }
        for i, (title, sections) in enumerate(items)
    ]
    held = {"Navn": some("Referat"), "Dato": some("2024-05-03T12:00:00Z"), "Sted": some("Sal 2")}
    people = [{"Name": some("Anna Berg"), "Absent": some("")}]
    return {
        "Dagsordenpunkter": some(agenda) if random.random() < 0.1 else agenda,  # noqa: PLR2004
        "Udvalg": some({"Navn": some("Udvalget 2022-25")}),
        "Moede": some({**held, "Moededeltagere": some(people)}),
    }


def pdf(lines: Sequence[str]) -> bytes:
    """Write a PDF that can be read, without compression, so that changes of it are met by the reader of pages."""
    shown = "".join(f"({line[:200].translate(ESCAPED)}) Tj T*\n" for line in "\n".join(lines).split("\n"))
    content = f"BT /F1 10 Tf 60 800 Td 12 TL {shown} ET".encode("cp1252", errors="replace")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    body = b"".join(b"%d 0 obj%b endobj\n" % (i, each) for i, each in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n"


ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


def _encoded(random: Random, text: str) -> bytes:
    return text.encode(random.choice(("utf-8", "utf-8", "cp1252", "utf-16", "mac_roman")), errors="replace")


def _long_line(random: Random, _: Sequence[Made]) -> Made:
    """Repeat a few tokens to very long lines, or very many short ones: what slow patterns choke on."""
    unit = "".join(random.choices(TOKENS, k=random.choice((1, 2, 3)))) + random.choice(("", "\n"))
    text = random.choice(("", "1. ", "Referat\n")) + unit * (random.choice((1_000, LONG)) // len(unit)) + "!"
    return f"fil.{random.choice(('txt', 'md', 'html'))}", _encoded(random, text)


def _noise(random: Random, _: Sequence[Made]) -> Made:
    data = random.choice(BEGINNINGS) + random.randbytes(random.choice((0, 10, 3_000, 50_000)))
    return f"fil.{random.choice(SUFFIXES)}", data


def _archive(random: Random, samples: Sequence[Made]) -> Made:
    """Pack changed samples, paths that lead out and bombs; break the archive itself now and then."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for i in range(random.choice((0, 1, 3))):
            name, data = random.choice((_changed, _minutes, _noise))(random, samples)
            archive.writestr(f"{random.choice(('', 'a/', '../', '/', 'x.zip!/'))}{i}{name}", data)
        if random.random() < 0.2:  # noqa: PLR2004
            archive.writestr("bombe.txt", bytes(BOMB))
    data = file.getvalue()
    return "fil.zip", data if random.random() < 0.5 else _change(random, data, other=b"PK\x05\x06")  # noqa: PLR2004


def _word(random: Random, samples: Sequence[Made]) -> Made:
    """Change the parts of a Word file before they are packed, so that the checksums still hold."""
    words = [data for name, data in samples if name.endswith(".docx")]
    if not words:
        return _noise(random, samples)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(random.choice(words))) as source, zipfile.ZipFile(file, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("word/") and random.random() < 0.4:  # noqa: PLR2004
                data = _change(random, data, other=data)
            archive.writestr(name, data)
    return "fil.docx", file.getvalue()
