"""Tables as CSV (with a heading, for spreadsheets and data frames) and TSV (one record a line, for pipes)."""

from __future__ import annotations

import csv
from io import StringIO

from magpain.formats.tables import Cell, Sheet

# A spreadsheet takes a cell that begins so for a formula; an apostrophe in front makes it text (OWASP, CSV injection).
# The wide ones count too where a spreadsheet speaks an East Asian language.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_csv(sheet: Sheet) -> str:
    """Return a sheet as RFC 4180 CSV in which no text can run as a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([_defused(cell) for cell in row] for row in sheet.rows)
    return out.getvalue()


def as_tsv(sheet: Sheet) -> str:
    """Return a sheet as tab-separated lines without a heading; tabs and line ends inside a cell become spaces."""
    return "".join("\t".join(_flat(cell) for cell in row) + "\n" for row in sheet.rows)


def _defused(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _flat(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())
