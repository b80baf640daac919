"""The checksum of each row of a compiled cache, which reveals damage to the file.

A module apart that imports almost nothing, because the quick path needs it.
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
    """Return whether a row's cells match the checksum at its end."""
    return of(*row[:-1]) == row[-1]
