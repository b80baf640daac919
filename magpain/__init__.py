"""magpain: what the evidence says about magnesium for pain, how sure it is, and which papers say so.

>>> import magpain
>>> kb = magpain.load()
>>> kb.conditions["fibromyalgia"].evidence_level
'very-low'
"""

from __future__ import annotations

# Type checkers treat this name as true. It is not imported from typing, because that import would slow every call.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from magpain.model import Knowledge

__version__ = "0.1.1"
__all__ = ["__version__", "load"]


def load(path: str | Path | None = None) -> Knowledge:
    """Return the knowledge in the given file, else in MAGPAIN_DATA, else in the bundled file.

    The result is frozen and typed (`magpain.model`), and its sections are mappings by id:

    >>> kb = load()
    >>> finding = kb.conditions["fibromyalgia"].findings[0]
    >>> finding.effect.direction, finding.certainty.rating
    ('unclear', 'very-low')
    >>> kb.citations[finding.cites[0]].issued
    '2022-05-17'

    Raises `magpain.errors.KnowledgeError` for a missing or invalid file; its `problems` give the lines:

    >>> load("nowhere.yaml")
    Traceback (most recent call last):
    magpain.errors.KnowledgeError: nowhere.yaml: expected a readable knowledge file: ...
    """
    # Imported here, because every command imports this module and not every command reads a file.
    from msgspec import structs

    from magpain import knowledge
    from magpain.model import SECTIONS, Section

    # Not from the compiled cache: callers may share the result between threads, or pickle it.
    known = knowledge.load(path)
    return structs.replace(known, **{name: Section(getattr(known, name)) for name in SECTIONS})
