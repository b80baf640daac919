"""Two ways of writing one thing, folded into one: titles, names, journals, volumes, pages and identifiers."""

from __future__ import annotations

import html
import re
import unicodedata

from magpain.formats._reference import full_pages

# Letters that Unicode doesn't take apart into a plain one and a mark, and Greek ones, which some services spell out.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "&": " and "}
    | dict(zip("αβγδκμλω", "alpha beta gamma delta kappa mu lambda omega".split(), strict=True))
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SMALL_WORDS = frozenset("the of and for in on an a de la le les des du et der die das und fur y e del della".split())
_JOURNAL_TAIL = re.compile(r"\s*[:=(\[].*$|\s+-\s.*$", re.DOTALL)
_SUPPLEMENT = re.compile(r"suppl(?:ement)?\.?")
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212-]+\s*")
_OUTSIDE_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.I)


def words(text: str) -> tuple[str, ...]:
    """Return a text's words without case, accents, markup, entities and punctuation."""
    # Twice, because some records hold "&amp;amp;"; markup may stand there as entities, too.
    bare = _TAG.sub("", html.unescape(html.unescape(text)))
    marked = unicodedata.normalize("NFKD", bare.casefold().translate(_LETTERS))
    plain = "".join(char for char in marked if not unicodedata.combining(char)).translate(_LETTERS)
    return tuple(re.findall(r"[^\W_]+", plain.replace("'", "").replace("\u2019", "")))


def letters(text: str) -> str:
    """Return a text's letters and digits alone, so that spaces and dashes make no difference."""
    return "".join(words(text))


def same_family(one: str, other: str) -> bool:
    """Tell whether two family names are one: particles may be left out ("van de Beek", "Beek"), ä may be ae."""
    mine, theirs = words(one), words(other)
    shorter, longer = sorted((mine, theirs), key=len)
    if "".join(mine) == "".join(theirs) or (shorter and longer[-len(shorter) :] == shorter):
        return True
    return bool(_spelled_out(one) & _spelled_out(other))


def _spelled_out(name: str) -> set[str]:
    return {letters(name), letters(unicodedata.normalize("NFC", name).casefold().translate(_UMLAUTS))}


def same_journal(one: str, other: str) -> bool:
    """Tell whether two names are one journal's: in full or abbreviated, with its place or subtitle or without."""
    mine, theirs = _journal_words(one), _journal_words(other)
    if not mine or not theirs:
        return False
    return "".join(mine) == "".join(theirs) or _abbreviates(mine, theirs) or _abbreviates(theirs, mine)


def _journal_words(name: str) -> tuple[str, ...]:
    found = words(_JOURNAL_TAIL.sub("", html.unescape(name))) or words(name)
    return tuple(word for word in found if word not in _SMALL_WORDS) or found


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether words abbreviate others, one by one as ISO 4 does ("Natl" for National), or as initials ("BMJ")."""
    if len(short) == 1 and len(full) > 1:
        return short[0] == "".join(word[0] for word in full)
    return len(short) == len(full) and all(map(_shortens, short, full))


def _shortens(short: str, full: str) -> bool:
    """Tell whether a word's letters stand in another in this order, beginning with its first."""
    rest = iter(full)
    return short[:1] == full[:1] and all(letter in rest for letter in short)


def number(text: str | None) -> str:
    """Return a volume's or an issue's number without "Vol.", leading zeros and the many ways to write "Supplement"."""
    plain = _SUPPLEMENT.sub("s", (text or "").casefold())
    parts = (part.lstrip("0") or "0" for part in re.findall(r"\d+|[^\W\d_]+", plain) if part not in ("vol", "no"))
    return " ".join(parts)


def pages(text: str) -> tuple[str, str]:
    """Return the first and the last page, in full ("885-90" has 890) and without the e of an electronic one.

    A page or article number that stands alone is both; of several ranges, the first counts.
    """
    one = re.split(r"[;,]", full_pages(_DASHES.sub("-", text)))[0].casefold().strip()
    first, _, last = one.partition("-")
    return _page(first), _page(last or first)


def _page(text: str) -> str:
    plain = re.sub(r"^(?:pp?\.?|article)\s*", "", text.strip())
    return re.sub(r"^e?0*(?=\d)", "", plain)


def identifier(text: str) -> str:
    """Return an identifier without its resolver and case."""
    return _OUTSIDE_DOI.sub("", text.strip()).casefold()
