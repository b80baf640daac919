"""The checksum beside each row of a compiled copy: what a disk or a hand changed shows by it.

It stands apart, and imports next to nothing, because the quickest calls need it.
"""

from __future__ import annotations

import zlib


def of(*cells: object) -> int:
    """Return the checksum (CRC-32) of a row's cells."""
    return zlib.crc32(b"\0".join([cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells]))


def with_checksum(*cells: object) -> tuple[object, ...]:
    """Return a row's cells with their checksum."""
    return *cells, of(*cells)


def is_intact(row: tuple[object, ...]) -> bool:
    """Tell whether a row's cells, which come with their checksum, are as they were written."""
    return of(*row[:-1]) == row[-1]
