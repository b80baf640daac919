"""Whether two spellings mean the same title, name, journal, volume, pages or identifier."""

from __future__ import annotations

import html
import re
import unicodedata

from magpain.formats._reference import full_pages

# Letters that Unicode doesn't decompose into a plain letter and a mark, and Greek letters, which some services name.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "&": " and "}
    | dict(zip("αβγδκμλω", "alpha beta gamma delta kappa mu lambda omega".split(), strict=True))
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SMALL_WORDS = frozenset("the of and for in on an a de la le les des du et der die das und fur y e del della".split())
_SUFFIXES = frozenset("jr sr ii iii iv 2nd 3rd 4th".split())
_INITIALS = {"usa": "u s a", "uk": "u k", "us": "u s"}
_JOURNAL_TAIL = re.compile(r"\s*[:=(\[].*$|\s+-\s.*$", re.DOTALL)
_SUPPLEMENT = re.compile(r"sup(?:pl(?:ement(?:ary|um)?|s)?)?\.?(?![a-z])")
_NUMBER_WORDS = frozenset("vol volume no nr num number issue iss pt part".split())
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212-]+\s*")
_OUTSIDE_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.I)


def bare(text: str) -> str:
    """Return a text without markup and entities."""
    # Unescaped twice: some records hold "&amp;amp;", or markup as entities.
    return _TAG.sub("", html.unescape(html.unescape(text)))


def words(text: str) -> tuple[str, ...]:
    """Return a text's words without case, accents, markup, entities and punctuation."""
    marked = unicodedata.normalize("NFKD", bare(text).casefold().translate(_LETTERS))
    plain = "".join(char for char in marked if not unicodedata.combining(char)).translate(_LETTERS)
    return tuple(re.findall(r"[^\W_]+", plain.replace("'", "").replace("\u2019", "")))


def letters(text: str) -> str:
    """Return a text's letters and digits alone, so that spaces and dashes make no difference."""
    return "".join(words(text))


def same_family(one: str, other: str) -> bool:
    """Return whether two family names are the same, with or without particles, suffixes and umlauts."""
    mine, theirs = _without_suffix(words(one)), _without_suffix(words(other))
    shorter, longer = sorted((mine, theirs), key=len)
    if "".join(mine) == "".join(theirs) or (shorter and longer[-len(shorter) :] == shorter):
        return True
    return bool(_spelled_out(one) & _spelled_out(other))


def _without_suffix(name: tuple[str, ...]) -> tuple[str, ...]:
    return name[:-1] if len(name) > 1 and name[-1] in _SUFFIXES else name


def _spelled_out(name: str) -> set[str]:
    return {letters(name), letters(unicodedata.normalize("NFC", name).casefold().translate(_UMLAUTS))}


def same_journal(one: str, other: str) -> bool:
    """Return whether two names are the same journal: in full or abbreviated, with or without place and subtitle."""
    mine, theirs = _journal_words(one), _journal_words(other)
    if not mine or not theirs:
        return False
    return "".join(mine) == "".join(theirs) or _abbreviates(mine, theirs) or _abbreviates(theirs, mine)


def _journal_words(name: str) -> tuple[str, ...]:
    """Return a journal's words without the small ones; the A of "U.S.A." is none of those."""
    found = words(_JOURNAL_TAIL.sub("", html.unescape(name))) or words(name)
    apart = " ".join(_INITIALS.get(word, word) for word in found).split()
    kept = [
        word
        for before, word in zip(("", *apart), apart, strict=False)
        if word not in _SMALL_WORDS or (len(before) == len(word) == 1 and before not in _SMALL_WORDS)
    ]
    return tuple(kept) or found


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Return whether words abbreviate others, one by one as ISO 4 does ("Natl" for National), or as initials."""
    if len(short) == 1 and len(full) > 1:
        return short[0] == "".join(word[0] for word in full)
    return len(short) == len(full) and all(map(_shortens, short, full))


def _shortens(short: str, full: str) -> bool:
    """Return whether a word's letters are found in another in this order, beginning with its first."""
    rest = iter(full)
    return short[:1] == full[:1] and all(letter in rest for letter in short)


def number(text: str | None) -> str:
    """Return a volume's or issue's number: without "Vol." and "Pt", leading zeros and spellings of "Supplement"."""
    plain = _SUPPLEMENT.sub(" s ", (text or "").casefold())
    parts = re.findall(r"\d+|[^\W\d_]+", plain)
    return " ".join(part.lstrip("0") or "0" for part in parts if part not in _NUMBER_WORDS)


def is_part_of(one: str, other: str) -> bool:
    """Return whether one of two numbers, as `number` returns them, names a part of the other: "3 s" and "s"."""
    mine, theirs = set(one.split()), set(other.split())
    return bool(mine and theirs) and (mine < theirs or theirs < mine) and ("s" in mine) == ("s" in theirs)


def pages(text: str) -> tuple[str, str]:
    """Return the first and the last page, in full ("885-90" ends on 890), without the e of an electronic page.

    A single page or an article number is both. Of several ranges, the first counts. A column or an item on a page, as
    in "604.4" and "297a", is the page.
    """
    whole = re.sub(r"(?<=\d)(?:\.\d+|[a-z])(?=\s*(?:[-\u2010-\u2015\u2212;,]|$))", "", text.strip(), flags=re.I)
    one = re.split(r"[;,]", full_pages(_DASHES.sub("-", whole)))[0].casefold().strip()
    first, _, last = one.partition("-")
    return _page(first), _page(last or first)


def _page(text: str) -> str:
    plain = re.sub(r"^(?:pp?\.?|article)\s*", "", text.strip())
    return re.sub(r"^e?0*(?=\d)", "", plain)


def identifier(text: str) -> str:
    """Return an identifier in lower case, without its resolver."""
    return _OUTSIDE_DOI.sub("", text.strip()).casefold()
