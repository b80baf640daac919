"""Helpers of the reference formats: text on one line, the note, full page ranges, dates, names."""

from __future__ import annotations

import re
import unicodedata

from magpain.characters import ACTING
from magpain.model import Citation, Name

# Control characters must not reach a reader, and a line break would forge a field or record in a line-based format.
_BREAKS = re.compile(rf"[\s{ACTING}]+")

_DASH = r" ?(?:-{1,3}|[\u2010-\u2015\u2212]) ?"
# A range of pages as people write it, alone or between separators: 167-72, S12-8, 23S-29S, e1-e9, 1093-9.e1-e5, with
# any dash. Anything else is not a range: a publisher's item number (S1001-2002(20)30123-4), a date.
_RANGE = re.compile(
    r"(?<![^\s,;:])"
    r"([0-9]+\.[A-Za-z]+|[A-Za-z]*)([0-9]+)([A-Za-z]*)" + _DASH + r"(?:\1)?([0-9]+)([A-Za-z]*)"
    r"(\.?e[0-9]+(?:" + _DASH + r"e?[0-9]+)?)?"
    r"(?=\.?(?:[\s,;]|$))",
)
_ROMAN = r"m{0,3}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})"
_ROMAN_RANGE = re.compile(rf"(?<![^\s,;:])(?=[ivxlcdm])({_ROMAN}){_DASH}(?=[ivxlcdm])({_ROMAN})(?=[\s,;]|$)", re.I)

_NOTICES = {
    "retracted": "Retracted publication",
    "concern": "Expression of concern published",
    "corrected": "Correction published",
}

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_LANGUAGES = {
    "ar": ("arabic", "ara"),
    "de": ("german", "ger"),
    "en": ("english", "eng"),
    "es": ("spanish", "spa"),
    "fa": ("persian", "per"),
    "fr": ("french", "fre"),
    "it": ("italian", "ita"),
    "ja": ("japanese", "jpn"),
    "ko": ("korean", "kor"),
    "nl": ("dutch", "dut"),
    "pl": ("polish", "pol"),
    "pt": ("portuguese", "por"),
    "ru": ("russian", "rus"),
    "tr": ("turkish", "tur"),
    "zh": ("chinese", "chi"),
}


def one_line(text: str | None) -> str:
    """Return the text with every run of whitespace and control characters as one space, or "" for none."""
    return _BREAKS.sub(" ", text or "").strip(" ")


def note(citation: Citation) -> str:
    """Return the citation's note, after its retraction, expression of concern or correction if it has one, or ""."""
    integrity = citation.integrity
    notice = _NOTICES.get(integrity.status)
    parts = (notice, integrity.notes if notice else None, citation.note)
    return "; ".join(one_line(part) for part in parts if part)


def full_pages(page: str | None, dash: str = "-") -> str:
    """Return the pages with each range in full (167-72 becomes 167-172), joined by `dash`, or "" for none."""
    full = _RANGE.sub(lambda found: _full_range(found, dash), one_line(page))
    return _ROMAN_RANGE.sub(rf"\1{dash}\2", full)


def first_and_last(page: str | None) -> tuple[str, str] | None:
    """Return the first and last page if the pages are one plain range, else None."""
    first, mark, last = full_pages(page, "\0").partition("\0")
    plain = mark and not re.search(r"[\s,;]", first + last)
    return (first, last.replace("\0", "-").rstrip(".")) if plain else None


def _full_range(found: re.Match[str], dash: str) -> str:
    prefix, first, suffix, last, last_suffix, electronic = found.groups()
    full = first[: max(0, len(first) - len(last))] + last
    same_kind = last_suffix == suffix or not suffix
    # Article numbers are not ranges and stay unchanged: 2020-0123 goes down, and M20-1234 and 20-0123 are longer after
    # the dash.
    grown = len(last) - len(first)
    if not same_kind or int(full) < int(first) or (grown > 1 and len(first) > 1) or (grown > 0 and last[0] == "0"):
        return found.group()
    return f"{prefix}{first}{suffix}{dash}{prefix}{full}{last_suffix}{_electronic(electronic, dash)}"


def _electronic(pages: str | None, dash: str) -> str:
    """Return the electronic pages after printed ones (.e1-5) in full: .e1-e5."""
    return re.sub(rf"{_DASH}e?", f"{dash}e", pages or "")


def date_parts(issued: str) -> list[int]:
    """Return the year, and the month and day if they are known, of a date written as YYYY[-MM[-DD]]."""
    return [int(part) for part in issued.split("-")]


def language_names(language: str | None) -> tuple[str, str] | None:
    """Return babel's name and the ISO 639-2/B code (MEDLINE's) of an ISO 639-1 code such as fa or pt-BR."""
    return _LANGUAGES.get(one_line(language).lower().split("-")[0])


def plain_date(issued: str) -> str:
    """Return a date as MEDLINE and Vancouver lists write it: 2013, 2013 Feb, 2013 Feb 1."""
    _, *rest = date_parts(issued)
    month = [MONTHS[number - 1] for number in rest[:1]]
    return " ".join([issued[:4], *month, *(str(day) for day in rest[1:])])


def family_name(name: Name) -> str:
    """Return a family name with the particles before it: "de La Fontaine"."""
    parts = (name.dropping_particle, name.non_dropping_particle, name.family)
    return " ".join(line for part in parts if (line := one_line(part)))


def stands_for_others(name: Name) -> bool:
    """Return whether an author is "et al", which some records have in place of the omitted authors."""
    whole = one_line(name.literal or name.family).casefold().rstrip(".")
    return not name.given and whole in ("et al", "and others", "others")


def short_name(name: Name) -> str:
    """Return a name as MEDLINE and Vancouver lists write it: a body's in full, a person's as "Bagis S" or "Roe J 3rd".

    Given names become initials only in scripts that have capitals. Others are written in full; Chinese, Japanese and
    Korean ones follow the family name without a space.
    """
    if name.literal or not name.family:
        return one_line(name.literal or name.given)
    family, of_family = _without_suffix(family_name(name))
    given, of_given = _without_suffix(one_line(name.given))
    suffix = _SUFFIXES.get(_plain_suffix(one_line(name.suffix)), one_line(name.suffix)) or of_given or of_family
    if _has_no_capitals(given):
        space = "" if _is_east_asian(family) and _is_east_asian(given) else " "
        return f"{family}{space}{given}".strip()
    return " ".join(part for part in (family, _initials(given), suffix) if part)


# Suffixes as MEDLINE writes them.
_SUFFIXES = {
    "jr": "Jr", "junior": "Jr", "sr": "Sr", "senior": "Sr",
    "ii": "2nd", "iii": "3rd", "iv": "4th", "2nd": "2nd", "3rd": "3rd", "4th": "4th",
}  # fmt: skip
# Nicknames and explanations in brackets or quotation marks.
_ASIDE = re.compile(
    r"""\([^)]*\)?|\[[^\]]*\]?"""
    r"""|(?<!\w)["'\u2018\u201c\u00ab][^"'\u2019\u201d\u00bb]*["'\u2019\u201d\u00bb](?!\w)"""
)


def _without_suffix(name: str) -> tuple[str, str]:
    """Return a name and the suffix that it ends in ("John Jr", "Smith, III"), or "" for none."""
    rest, _, last = name.rpartition(" ")
    suffix = _SUFFIXES.get(_plain_suffix(last), "") if rest else ""
    return (rest.rstrip(" ,"), suffix) if suffix else (name, "")


def _plain_suffix(text: str) -> str:
    return text.strip(" ,.").lower()


def _has_no_capitals(given: str) -> bool:
    letters = [char for char in given if char.isalpha()]
    return bool(letters) and unicodedata.category(letters[0]) == "Lo"


def _is_east_asian(text: str) -> bool:
    return all(unicodedata.name(char, "").startswith(("CJK UNIFIED", "HANGUL", "HIRAGANA")) for char in text)


def _initials(given: str) -> str:
    """Return at most two initials: "Jean-Paul" is JP, "S. H." is SH, and "SH" is two initials already."""
    parts = re.split(r"[\s.,\-\u2010]+", _ASIDE.sub(" ", given))
    letters = (part if part.isupper() and len(part) <= 3 else _first_letter(part) for part in parts)
    return "".join(letters)[:2]


def _first_letter(word: str) -> str:
    """Return a word's first letter as a capital, skipping marks used in transcriptions (ʿ, ʾ, ')."""
    return next((char.upper() for char in word if unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lo")), "")
