"""How text, names and identifiers are written in a .bib file, for BibTeX and BibLaTeX alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from magpain.formats._reference import family_name, full_pages, note, one_line, stands_for_others
from magpain.model import Citation, Name

# Letters stay UTF-8; only what LaTeX takes for a command or prints as something else is escaped.
# A bar stays a bar: pandoc drops \textbar.
_SPECIALS = {
    "\\": r"\textbackslash{}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
}

# LaTeX's fonts join these pairs into another character (-- into a dash, ?` into an inverted question mark).
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=,)(?=,)|(?<=[`?!])(?=`)")

# Containers that some reader converts to lower case, as it does titles: BibTeX's styles, or pandoc (series).
TITLES = ("booktitle", "series")

_VERBATIM = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})

_SPLITS_A_LIST = re.compile(r"\band\b", re.IGNORECASE)
_SPLITS_A_NAME = re.compile(r",|\band\b", re.IGNORECASE)


def escape(text: str | None) -> str:
    """Return the text on one line, escaped for LaTeX, with braces that BibTeX counts as balanced.

    BibTeX counts a brace whether or not a backslash precedes it, so only a pair may be written with
    backslashes; a brace without its partner is written as a command.
    """
    line = one_line(text)
    paired = _paired_braces(line)
    pieces = (f"\\{char}" if at in paired else _SPECIALS.get(char, char) for at, char in enumerate(line))
    return _LIGATURE.sub("{}", "".join(pieces))


def _paired_braces(text: str) -> set[int]:
    opened: list[int] = []
    paired: set[int] = set()
    for at, char in enumerate(text):
        if char == "{":
            opened.append(at)
        elif char == "}" and opened:
            paired |= {opened.pop(), at}
    return paired


def field(text: str | None) -> str:
    """Return a field's value in braces, or "" for none."""
    return _braced(escape(text))


def protected(text: str | None) -> str:
    """Return a value in double braces, whose capitals every style leaves alone; "" for none."""
    escaped = escape(text)
    return _braced(_whole(escaped)) if escaped else ""


def items(*members: str | None) -> str:
    """Return a list field, such as a publisher. Braces keep "Arthritis and Pain" one organisation."""
    return _braced(" and ".join(_item(escaped) for member in members if (escaped := escape(member))))


def _item(escaped: str) -> str:
    return _whole(escaped) if _SPLITS_A_LIST.search(escaped) else escaped


def pages(page: str | None) -> str:
    """Return the pages with each range in full and joined by the two hyphens that print as an en dash."""
    return _braced(full_pages(escape(full_pages(page)), "--"))


def verbatim(text: str | None) -> str:
    """Return an identifier or URL unescaped, as readers expect it; braces and backslashes are percent-encoded."""
    return _braced(one_line(text).translate(_VERBATIM))


def names(authors: Iterable[Name]) -> str:
    """Return the authors as "Family, Given and Family, Given and {A Body}", in braces, or "" for none."""
    return _braced(" and ".join(written for name in authors if (written := _name(name))))


def _name(name: Name) -> str:
    if stands_for_others(name):
        return "others"
    family, given, suffix = escape(family_name(name)), escape(name.given), escape(name.suffix)
    if family and given:
        return ", ".join(_name_part(part) for part in (family, suffix, given) if part)
    single = escape(name.literal) or family or given
    return _whole(single) if single else ""


def _name_part(part: str) -> str:
    return _whole(part) if _SPLITS_A_NAME.search(part) else part


def _whole(escaped: str) -> str:
    # BibTeX takes a group that opens with a backslash for an accented letter and changes its case.
    guard = "{}" if escaped.startswith("\\") else ""
    return f"{{{guard}{escaped}}}"


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def identifiers(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield the fields that are the same in both dialects: identifiers, URL, access date, note."""
    yield "isbn", field(citation.ISBN)
    yield "doi", verbatim(citation.DOI)
    yield "pmid", verbatim(citation.PMID)
    yield "pmcid", verbatim(citation.PMCID)
    yield "url", verbatim(citation.URL)
    yield "urldate", _braced(citation.accessed.isoformat() if citation.accessed else "")
    yield "note", field(note(citation))


def entry(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    """Return one entry, one field per line, without empty fields; `key` is the citation's id."""
    lines = (f"  {name} = {value},\n" for name, value in fields if value)
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"
