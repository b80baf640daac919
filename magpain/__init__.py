"""magpain: what the evidence says about magnesium for pain, how sure it is, and which papers say so.

>>> import magpain
>>> kb = magpain.load()
>>> kb.conditions["fibromyalgia"].evidence_level
'very-low'
"""

from __future__ import annotations

# What type checkers take for true. Not imported from typing, since every call pays for what this module imports.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from magpain.model import Knowledge

__version__ = "0.1.1"
__all__ = ["__version__", "load"]


def load(path: str | Path | None = None) -> Knowledge:
    """Return the knowledge of a file, else of the one that MAGPAIN_DATA names, else of the one that magpain carries.

    What comes back is frozen and typed (`magpain.model`), and its sections are mappings by id:

    >>> kb = load()
    >>> finding = kb.conditions["fibromyalgia"].findings[0]
    >>> finding.effect.direction, finding.certainty.rating
    ('unclear', 'very-low')
    >>> kb.citations[finding.cites[0]].issued
    '2022-05-17'

    Raises `magpain.errors.KnowledgeError`, whose `problems` say where, for a file that is missing or unsound:

    >>> load("nowhere.yaml")
    Traceback (most recent call last):
    magpain.errors.KnowledgeError: nowhere.yaml: expected a knowledge file that can be read, not this: ...
    """
    # Imported here, because the command imports this module and doesn't always read a file.
    from msgspec import structs

    from magpain import knowledge
    from magpain.model import SECTIONS, Section

    # Not from the compiled copy: whoever holds the knowledge for long may share it between threads, or pickle it.
    known = knowledge.load(path)
    return structs.replace(known, **{name: Section(getattr(known, name)) for name in SECTIONS})
