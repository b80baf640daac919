"""Europe PMC's Articles RESTful API: a search for the records of some identifiers.

As in https://europepmc.org/RestfulWebService (`search`, `resultType=core`, `format=json`, `pageSize` up to 1,000, and
the search fields EXT_ID, SRC, DOI and PMCID joined by OR).
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec
from msgspec import Struct, field

from magpain.model import Citation
from magpain.verify.notices import linked, typed
from magpain.verify.record import (
    LONGEST_ABSTRACT,
    Key,
    Misshapen,
    Part,
    ServiceRecord,
    Source,
    clean,
    cleaned,
    doi_key,
    pmcid_key,
    pmid_key,
    stated,
    years_in,
)

# Records of PubMed first, then those of PMC alone, before preprints and the rest.
_PREFERRED = ("MED", "PMC")


class _Author(Struct, frozen=True, omit_defaults=True, rename="camel"):
    last_name: str | None = None
    full_name: str | None = None
    collective_name: str | None = None


class _Authors(Struct, frozen=True):
    author: tuple[_Author, ...] = ()


class _Journal(Struct, frozen=True, omit_defaults=True):
    title: str | None = None
    isoabbreviation: str | None = None


class _JournalInfo(Struct, frozen=True, omit_defaults=True, rename="camel"):
    volume: str | None = None
    issue: str | None = None
    year_of_publication: int | None = None
    journal: _Journal = field(default_factory=_Journal)


class _Types(Struct, frozen=True, rename="camel"):
    pub_type: tuple[str, ...] = ()


class _Link(Struct, frozen=True, omit_defaults=True):
    type: str
    id: str | None = None
    source: str | None = None
    reference: str | None = None


class _Links(Struct, frozen=True, rename="camel"):
    comment_correction: tuple[_Link, ...] = ()


class Record(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """The fields of a record that are read and cached."""

    source: str
    pmid: str | None = None
    pmcid: str | None = None
    doi: str | None = None
    title: str | None = None
    author_list: _Authors = field(default_factory=_Authors)
    journal_info: _JournalInfo = field(default_factory=_JournalInfo)
    pub_year: str | None = None
    page_info: str | None = None
    first_publication_date: str | None = None
    electronic_publication_date: str | None = None
    pub_type_list: _Types = field(default_factory=_Types)
    comment_correction_list: _Links = field(default_factory=_Links)
    abstract_text: str | None = None


class Results(Struct):
    """The records of a response, each still to be decoded."""

    result: tuple[msgspec.Raw, ...]


class _Answer(Struct, rename="camel"):
    hit_count: int
    result_list: Results


class _Identified(Struct):
    """The identifiers of a record."""

    source: str = ""
    pmid: str | None = None
    pmcid: str | None = None
    doi: str | None = None


def _key(citation: Citation) -> Key | None:
    return pmid_key(citation) or doi_key(citation) or pmcid_key(citation)


def _path(keys: Sequence[Key], _contact: str | None) -> str:
    asked = {
        "query": " OR ".join(map(_asked, keys)),
        "resultType": "core",
        "format": "json",
        "pageSize": "1000",
    }
    return f"/search?{urlencode(asked)}"


def _asked(key: Key) -> str:
    """Return the search for one key; a DOI is quoted, without quotation marks of its own."""
    kind, identifier = key.split(":", 1)
    if kind == "pmid":
        return f"(EXT_ID:{identifier} AND SRC:MED)"
    return f'DOI:"{identifier.replace(chr(34), "")}"' if kind == "doi" else f"PMCID:{identifier}"


def _split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    answer = msgspec.json.decode(body, type=_Answer)
    results = answer.result_list.result
    known = [(msgspec.json.decode(raw, type=_Identified), raw) for raw in results]
    missing: Part = Misshapen("the response holds only some of its results")
    if answer.hit_count <= len(results):
        missing = None
    parts: dict[Key, Part] = {}
    for key in keys:
        fitting = [(which.source, raw) for which, raw in known if key in _keys(which)]
        fitting.sort(key=lambda item: _PREFERRED.index(item[0]) if item[0] in _PREFERRED else len(_PREFERRED))
        parts[key] = _part(fitting[0][1]) if fitting else missing
    return parts


def _keys(record: _Identified) -> tuple[Key, ...]:
    return (f"pmid:{record.pmid}", f"pmcid:{record.pmcid}", f"doi:{(record.doi or '').lower()}")


def _part(raw: msgspec.Raw) -> Part:
    try:
        record = msgspec.json.decode(raw, type=Record)
    except msgspec.MsgspecError as error:
        return Misshapen(str(error))
    return msgspec.json.encode(
        msgspec.structs.replace(record, abstract_text=clean(record.abstract_text, LONGEST_ABSTRACT))
    )


def _read(part: bytes) -> ServiceRecord:
    record = msgspec.json.decode(part, type=Record)
    info = record.journal_info
    people = record.author_list.author
    return ServiceRecord(
        titles=cleaned(record.title),
        authors=cleaned(*(each.last_name or each.collective_name or each.full_name for each in people)),
        years=years_in(
            str(info.year_of_publication or ""),
            record.pub_year,
            record.first_publication_date,
            record.electronic_publication_date,
        ),
        journals=cleaned(info.journal.title, info.journal.isoabbreviation),
        volume=stated(info.volume),
        issue=stated(info.issue),
        pages=(pages,) if (pages := stated(record.page_info)) else (),
        DOI=clean(record.doi),
        PMID=clean(record.pmid),
        PMCID=clean(record.pmcid),
        notices=(
            *linked(map(_link, record.comment_correction_list.comment_correction)),
            *typed(record.pub_type_list.pub_type),
        ),
        abstract=record.abstract_text,
    )


def _link(link: _Link) -> tuple[str, str | None]:
    return link.type, f"PMID {link.id}" if link.id and link.source == "MED" else link.reference


SEARCH = Source(
    id="europe-pmc",
    name="Europe PMC",
    base="https://www.ebi.ac.uk/europepmc/webservices/rest",
    variable="MAGPAIN_EUROPEPMC",
    batch=20,
    pause=0.5,
    key_of=_key,
    path=_path,
    split=_split,
    read=_read,
)
