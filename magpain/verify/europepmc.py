"""Europe PMC's Articles RESTful API: a search for the records of some identifiers.

As in https://europepmc.org/RestfulWebService (`search`, `resultType=core`, `format=json`, `pageSize` up to 1,000, and
the search fields EXT_ID, SRC, DOI and PMCID joined by OR).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from magpain.verify.notices import linked, typed
from magpain.verify.reading import LONGEST_ABSTRACT, at, part_of, record_at, text, texts
from magpain.verify.record import Key, Misshapen, Notice, Part, Service, ServiceRecord, Source

SERVICE = Service("https://www.ebi.ac.uk/europepmc/webservices/rest", "MAGPAIN_EUROPEPMC")
_PATHS = {
    "titles": "title",
    "authors": "authorList.author.lastName|collectiveName|fullName",
    "people": "authorList.author.fullName|collectiveName",
    "years": "journalInfo.yearOfPublication pubYear firstPublicationDate electronicPublicationDate",
    "date": "firstPublicationDate pubYear",
    "journals": "journalInfo.journal.title journalInfo.journal.isoabbreviation",
    "volume": "journalInfo.volume",
    "issue": "journalInfo.issue",
    "pages": "pageInfo",
    "types": "pubTypeList.pubType",
    "DOI": "doi",
    "PMID": "pmid",
    "PMCID": "pmcid",
}
# Records of PubMed first, then those of PMC alone, before preprints and the rest.
_PREFERRED = {"MED": 0, "PMC": 1}


class _Results(Struct):
    result: list[dict[str, Any]]


class Answer(Struct, rename="camel"):
    """A response to a search."""

    hit_count: int
    result_list: _Results
    next_cursor_mark: str | None = None


def request(query: str, size: int, **asked: str) -> str:
    """Return the request for a search."""
    return f"/search?{urlencode({'query': query, 'resultType': 'core', 'format': 'json', 'pageSize': size} | asked)}"


def read(result: object) -> ServiceRecord:
    """Return one result of a search."""
    links = map(_link, at(result, "commentCorrectionList.commentCorrection"))
    return record_at(
        result,
        _PATHS,
        notices=(*filter(None, links), *typed(texts(result, "pubTypeList.pubType"))),
        abstract=text(result, "abstractText", LONGEST_ABSTRACT),
    )


def _link(link: object) -> Notice | None:
    pmid = text(link, "id") if text(link, "source") == "MED" else None
    return linked(text(link, "type"), f"PMID {pmid}" if pmid else text(link, "reference"))


def _path(keys: Sequence[Key], _contact: str | None) -> str:
    return request(" OR ".join(map(_asked, keys)), 1000)


def _asked(key: Key) -> str:
    """Return the search for one key; a DOI is quoted, without quotation marks of its own."""
    kind, identifier = key.split(":", 1)
    if kind == "pmid":
        return f"(EXT_ID:{identifier} AND SRC:MED)"
    return f'DOI:"{identifier.replace(chr(34), "")}"' if kind == "doi" else f"PMCID:{identifier}"


def _split(body: bytes, keys: Sequence[Key]) -> dict[Key, Part]:
    answer = msgspec.json.decode(body, type=Answer)
    results = answer.result_list.result
    ranked = sorted(results, key=lambda each: _PREFERRED.get(text(each, "source") or "", len(_PREFERRED)))
    missing: Part = None
    if answer.hit_count > len(results):
        missing = Misshapen("the response holds only some of its results")
    found: dict[Key, Part] = {}
    for each in ranked:
        for key in _keys(each):
            found.setdefault(key, part_of(read, each))
    return {key: found.get(key, missing) for key in keys}


def _keys(result: object) -> tuple[Key, ...]:
    doi = (text(result, "doi") or "").lower()
    return f"pmid:{text(result, 'pmid')}", f"pmcid:{text(result, 'pmcid')}", f"doi:{doi}"


SEARCH = Source("europe-pmc", "Europe PMC", SERVICE, ("PMID", "DOI", "PMCID"), _path, _split, batch=20, pause=0.5)
