"""A subject turned into a query: its title in other words, or telling words of its text in other words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from eval.known.everyday import in_everyday_words
from eval.known.lexicon import WORD, Lexicon
from eval.known.subjects import Subject
from rag.danish.analyse import analyse
from rag.danish.normalise import fold, spell_out
from rag.domain import Section, SectionKind

MOST = 4
"""Words of a query that is made from a text."""
FEWEST = 3
BEGINNING = 400
"""Characters of a text that say what it is about."""
LONG_WORD = 5
CHANGED_SHARE = 0.5
"""Share of a title's content words that have another form in a query of other forms."""


def title(subject: Subject, _: Lexicon) -> str | None:
    """Ask about the title as it stands: what any search should find."""
    return _asking(subject.title)


def in_haste(subject: Subject, _: Lexicon) -> str | None:
    """Write the title in small letters, without æ, ø and å, and with two letters of its two longest words swapped."""
    typed = subject.title.lower()
    for word in sorted(filter(str.isalpha, set(WORD.findall(typed))), key=lambda word: (-len(word), word))[:2]:
        typed = typed.replace(word, _slip(word), 1)
    return spell_out(typed)


def split_compounds(subject: Subject, lexicon: Lexicon) -> str | None:
    """Ask about the title with its compounds written as two words."""
    changed = WORD.sub(lambda match: lexicon.in_parts(match[0]) or match[0], subject.title)
    return _asking(changed) if changed != subject.title else None


def other_forms(subject: Subject, lexicon: Lexicon) -> str | None:
    """Ask with the title's words in other forms: "tilsynet" for "tilsyn"; names stay as they are."""
    found = [word for word in WORD.findall(subject.title) if analyse(word)]
    forms = {word: lexicon.another_form(word) for word in found if _may_bend(subject, word)}
    changed = {word: form for word, form in forms.items() if form}
    if len(changed) < CHANGED_SHARE * len(found):
        return None
    return _asking(WORD.sub(lambda match: changed.get(match[0], match[0]), subject.title))


def everyday(subject: Subject, _: Lexicon) -> str | None:
    """Ask with everyday words for the title's administrative ones."""
    changed = in_everyday_words(subject.title)
    return _asking(changed) if changed != subject.title else None


def reworded(subject: Subject, lexicon: Lexicon) -> str | None:
    """Search with the title's words that other cases hold as well, each in other words where there are any."""
    kept = [word for word in WORD.findall(subject.title) if lexicon.known_elsewhere(word, case=subject.case)]
    if len(kept) < FEWEST:
        return None
    return " ".join(_in_other_words(word, lexicon) if _may_bend(subject, word) else word.lower() for word in kept)


def resume(subject: Subject, lexicon: Lexicon) -> str | None:
    """Search with what the summary says beside the title."""
    return _from_sections(subject, lexicon, lambda section: fold(section.heading) == "resume")


def case(subject: Subject, lexicon: Lexicon) -> str | None:
    """Search with what the description of the case says beside the title."""
    return _from_sections(subject, lexicon, _describes)


RULES: dict[str, Callable[[Subject, Lexicon], str | None]] = {
    "title": title,
    "in haste": in_haste,
    "split compounds": split_compounds,
    "other forms": other_forms,
    "everyday": everyday,
    "reworded": reworded,
    "resume": resume,
    "case": case,
}
"""The kinds of queries, by the type they are counted under."""


def _asking(subject: str) -> str:
    return f"Hvad blev besluttet om {subject.rstrip('?')}?"


def _slip(word: str) -> str:
    """Return a word with the two letters in its middle swapped."""
    middle = len(word) // 2
    return word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :] if middle else word


def _describes(section: Section) -> bool:
    heading = fold(section.heading)
    return section.kind is SectionKind.CASE and heading != "resume" and "sagsprocedure" not in heading


def _may_bend(subject: Subject, word: str) -> bool:
    """Tell whether a word is long, and no name: in lower case, or the first of the title."""
    return len(word) >= LONG_WORD and (word.islower() or (subject.title.startswith(word) and word[1:].islower()))


def _in_other_words(word: str, lexicon: Lexicon) -> str:
    """Return an everyday word, another form, or the parts of a compound, the first that there is."""
    common = in_everyday_words(word)
    return common if common != word else lexicon.another_form(word) or lexicon.in_parts(word) or word.lower()


def _from_sections(subject: Subject, lexicon: Lexicon, wanted: Callable[[Section], bool]) -> str | None:
    """Return the most telling words of the first sentences of the wanted sections, in other words."""
    text = "\n".join(section.text for section in filter(wanted, subject.item.sections))
    kept = list(dict.fromkeys(_not_copied(text[:BEGINNING], subject, lexicon)))
    telling = sorted(kept, key=lexicon.count)[:MOST]
    if len(telling) < FEWEST:
        return None
    return " ".join(_in_other_words(word, lexicon) for word in kept if word in telling)


def _not_copied(text: str, subject: Subject, lexicon: Lexicon) -> Iterator[str]:
    """Yield the content words that neither the title nor this case alone holds.

    A word that no other case holds is a mark of the copy: with the item taken away, nobody could search with it.
    """
    in_title = set(analyse(subject.item.title))
    for word in WORD.findall(text):
        known = lexicon.known_elsewhere(word, case=subject.case) and not lexicon.is_frequent(word)
        if known and len(word) >= LONG_WORD and not in_title & set(analyse(word)) and not any(map(str.isdigit, word)):
            yield word.lower()
