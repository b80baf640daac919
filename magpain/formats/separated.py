"""Tables as CSV (with a heading, for spreadsheets and data frames) and TSV (one record per line, for pipes)."""

from __future__ import annotations

import csv
import re
from io import StringIO

from magpain.characters import ACTING, printable
from magpain.formats.tables import Cell, Table

# A spreadsheet takes a cell that begins with one of these for a formula; an apostrophe in front makes it text (OWASP,
# CSV injection). The full-width signs count in East Asian locales.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

# Characters that could act on a terminal; file names, which `check` reports, may contain them.
_ACTING = re.compile(f"[\r{ACTING}]")


def as_csv(data: Table) -> str:
    """Return a table as RFC 4180 CSV in which no text can run as a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(data.columns)
    writer.writerows([_defused(cell) for cell in row] for row in data.rows)
    return out.getvalue()


def as_tsv(data: Table) -> str:
    """Return a table as tab-separated lines without a heading; tabs and line ends inside a cell become spaces."""
    return "".join("\t".join(_flat(cell) for cell in row) + "\n" for row in data.rows)


def _defused(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    return _inert(f"'{cell}" if cell.startswith(_FORMULA) else cell)


def _flat(cell: Cell) -> str:
    return "" if cell is None else _inert(" ".join(str(cell).split()))


def _inert(text: str) -> str:
    """Escape the control characters in a text, except tab and line feed; unusual spaces and letters stay."""
    return _ACTING.sub(lambda found: printable(found.group()), text)
