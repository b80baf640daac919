"""A server on this machine that answers as Crossref, PubMed and Europe PMC document that they do, or as they shouldn't.

It knows the articles that it is given, as each service would describe them; `change` alters what one service says of
one, and a mood makes all answers of one service bad. What it was asked is in `asked`.
"""

from __future__ import annotations

import datetime
import gc
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from magpain.model import Citation, Name

Mood = Callable[[BaseHTTPRequestHandler, bytes], None]
# The day on which the tests ask.
TODAY = datetime.date(2026, 11, 25)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def work(citation: Citation) -> dict[str, Any]:
    """Describe an article as Crossref's `works/{doi}` does."""
    parts = [int(part) for part in citation.issued.split("-")]
    people = [_person(name, family="family", given="given", body="name") for name in citation.author]
    described = {
        "indexed": {"date-parts": [[2026, 4, 3]], "date-time": "2026-04-03T01:45:52Z", "timestamp": 1775180752410},
        "reference-count": 16,
        "publisher": "Ovid Technologies (Wolters Kluwer Health)",
        "issue": citation.issue,
        "content-domain": {"domain": [], "crossmark-restriction": False},
        "short-container-title": [],
        "published-print": {"date-parts": [parts]},
        "DOI": (citation.DOI or "").lower(),
        "type": "journal-article",
        "page": citation.page,
        "source": "Crossref",
        "title": [citation.title],
        "prefix": "10.1097",
        "volume": citation.volume,
        "author": people,
        "container-title": [citation.container_title] if citation.container_title else [],
        "issued": {"date-parts": [parts]},
        "ISSN": ["0003-2999"],
    }
    return {name: value for name, value in described.items() if value is not None}


def summary(citation: Citation) -> dict[str, Any]:
    """Describe an article as ESummary does, version 2.0 in JSON: abbreviated pages, initials, a title with a stop."""
    year, *rest = citation.issued.split("-")
    month = f" {_MONTHS[int(rest[0]) - 1]}" if rest else ""
    ids = [("pubmed", citation.PMID), ("doi", citation.DOI), ("pmc", citation.PMCID)]
    return {
        "uid": citation.PMID,
        "pubdate": year + month,
        "epubdate": "",
        "source": citation.container_title or "",
        "authors": [
            {"name": name.literal or _initialled(name), "authtype": "CollectiveName" if name.literal else "Author"}
            for name in citation.author
        ],
        "title": f"{citation.title}.",
        "volume": citation.volume or "",
        "issue": citation.issue or "",
        "pages": _abbreviated(citation.page or ""),
        "lang": ["eng"],
        "pubtype": ["Journal Article", "Randomized Controlled Trial"],
        "recordstatus": "PubMed - indexed for MEDLINE",
        "articleids": [{"idtype": kind, "idtypen": 1, "value": value} for kind, value in ids if value],
        "history": [{"pubstatus": "pubmed", "date": "2013/02/08 06:00"}],
        "references": [],
        "fulljournalname": citation.container_title or "",
        "doctype": "citation",
        "sortpubdate": f"{year}/01/01 00:00",
    }


def core(citation: Citation) -> dict[str, Any]:
    """Describe an article as a result of Europe PMC's search of the type core."""
    described = {
        "id": citation.PMID or citation.PMCID or "IND1",
        "source": "MED" if citation.PMID else "PMC",
        "pmid": citation.PMID,
        "pmcid": citation.PMCID,
        "doi": citation.DOI,
        "title": f"{citation.title}.",
        "authorString": "and others.",
        "authorList": {
            "author": [
                _person(name, family="lastName", given="firstName", body="collectiveName") for name in citation.author
            ]
        },
        "journalInfo": {
            "issue": citation.issue,
            "volume": citation.volume,
            "journalIssueId": 2033811,
            "dateOfPublication": citation.issued[:4],
            "monthOfPublication": 0,
            "yearOfPublication": int(citation.issued[:4]),
            "journal": {"title": citation.container_title, "isoabbreviation": citation.container_title},
        },
        "pubYear": citation.issued[:4],
        "pageInfo": citation.page,
        "pubTypeList": {"pubType": ["research-article", "Journal Article"]},
        "isOpenAccess": "N",
        "citedByCount": 3,
        "firstPublicationDate": citation.issued,
    }
    return {name: value for name, value in described.items() if value is not None}


def _person(name: Name, *, family: str, given: str, body: str) -> dict[str, str]:
    """Describe an author by what these fields are called; a body has one name."""
    found = {family: name.family, given: name.given, body: name.literal}
    return {field: value for field, value in found.items() if value}


def _initialled(name: Name) -> str:
    """Write a name as PubMed does: "van de Beek D"."""
    parts = (name.given or "").replace(".", " ").split()
    return " ".join([name.family or "", "".join(part[0].upper() for part in parts)]).strip()


def _abbreviated(pages: str) -> str:
    """Abbreviate as NLM does: 167-172 is 167-72."""
    first, dash, last = pages.partition("-")
    shared = 0
    while len(first) == len(last) and shared < len(last) - 1 and first[shared] == last[shared]:
        shared += 1
    return f"{first}{dash}{last[shared:]}"


_XML = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
 "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
"""
_DESCRIBED = {"crossref": work, "pubmed": summary, "europe-pmc": core}


class Service:
    """What the server knows, how it behaves, and what it was asked."""

    def __init__(self, citations: Mapping[str, Citation]) -> None:
        self.records: dict[str, dict[str, dict[str, Any]]] = {
            source: {key: describe(citation) for key, citation in citations.items()}
            for source, describe in _DESCRIBED.items()
        }
        self.moods: dict[str, Mood] = {}
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.address = ""
        # For searches: the day on which PubMed got an article, new records at Europe PMC, trials; and abstracts as XML.
        self.entered: dict[str, str] = {}
        self.newer: list[dict[str, Any]] = []
        self.trials: list[dict[str, Any]] = []
        self.abstracts: dict[str, str] = {}
        self.terms: list[str] = []

    def change(self, source: str, citation: str, **fields: Any) -> None:
        """Let a service say something else of an article; a field's underlines stand for dashes at Crossref."""
        named = {name.replace("_", "-") if source == "crossref" else name: value for name, value in fields.items()}
        self.records[source][citation] |= named

    def forget(self, source: str, citation: str) -> None:
        """Let a service not know an article."""
        del self.records[source][citation]

    def environment(self) -> dict[str, str]:
        """Return the variables that send magpain here."""
        return {
            "MAGPAIN_CROSSREF": f"{self.address}/crossref",
            "MAGPAIN_PUBMED": f"{self.address}/pubmed",
            "MAGPAIN_EUROPEPMC": f"{self.address}/europepmc",
            "MAGPAIN_CLINICALTRIALS": f"{self.address}/clinicaltrials",
        }

    def questions(self, source: str) -> list[str]:
        """Return what one service was asked."""
        return [address for address in self.asked if _source(address) == source]

    def answer(self, address: str) -> tuple[int, bytes]:
        """Return the status and body of a good answer."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        source = _source(address)
        if source == "crossref-notices":
            return 200, _json(self._updating(asked["filter"]))
        if parts.path.endswith("/esearch.fcgi"):
            return 200, _json({"header": {"type": "esearch", "version": "0.3"}, "esearchresult": self._ids(asked)})
        if parts.path.endswith("/efetch.fcgi"):
            return 200, self._articles(asked["id"].split(",")).encode()
        if source == "pubmed":
            return 200, _json(self._summaries(asked["id"].split(",")))
        if source == "clinicaltrials":
            return 200, _json(self._registered(asked))
        if "cursorMark" in asked:
            return 200, _json(self._newer(asked))
        if source == "europe-pmc":
            return 200, _json(self._results(asked["query"]))
        wanted = unquote(parts.path.removeprefix("/crossref/works/")).lower()
        for record in self.records["crossref"].values():
            if record.get("asked-as", record["DOI"]).lower() == wanted:
                return 200, _json(
                    {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": record}
                )
        return 404, b"Resource not found."

    def _ids(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """Answer as ESearch does: the first 9,999 ids of what is new, by the day on which PubMed got it."""
        self.terms.append(asked["term"])
        first, last = asked["mindate"], asked["maxdate"]
        fitting = [pmid for pmid, day in self.entered.items() if first <= day <= last]
        start = int(asked["retstart"])
        ids = fitting[:9999][start : start + int(asked["retmax"])]
        return {"count": str(len(fitting)), "retmax": str(len(ids)), "retstart": str(start), "idlist": ids}

    def _articles(self, ids: list[str]) -> str:
        """Answer as EFetch does in XML: the articles that are known, with their abstracts."""
        held = "".join(
            f"<PubmedArticle><MedlineCitation><PMID Version='1'>{pmid}</PMID><Article><Abstract>"
            f"{self.abstracts[pmid]}</Abstract></Article></MedlineCitation></PubmedArticle>"
            for pmid in ids
            if pmid in self.abstracts
        )
        return f"{_XML}<PubmedArticleSet>{held}</PubmedArticleSet>"

    def _newer(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """Answer as Europe PMC's search does with a cursor: a page of what is new, and the mark of the next."""
        start = 0 if asked["cursorMark"] == "*" else int(asked["cursorMark"])
        results = self.newer[start : start + int(asked["pageSize"])]
        return {
            "version": "6.9",
            "hitCount": len(self.newer),
            "nextCursorMark": str(start + len(results)) if results else asked["cursorMark"],
            "request": {"queryString": asked["query"], "synonym": True},
            "resultList": {"result": results},
        }

    def _registered(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """Answer as ClinicalTrials.gov does: two trials a page, and a token for the next."""
        start = int(asked.get("pageToken", "t0")[1:])
        more = start + 2 < len(self.trials)
        return {"studies": self.trials[start : start + 2]} | ({"nextPageToken": f"t{start + 2}"} if more else {})

    def _updating(self, filters: str) -> dict[str, Any]:
        wanted = {each.removeprefix("updates:").lower() for each in filters.split(",")}
        items = [
            {"DOI": record["DOI"], "update-to": record["update-to"]}
            for record in self.records["crossref"].values()
            if any(update["DOI"].lower() in wanted for update in record.get("update-to", ()))
        ]
        message = {"facets": {}, "total-results": len(items), "items": items, "items-per-page": 1000}
        return {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}

    def _summaries(self, ids: list[str]) -> dict[str, Any]:
        known = {record["uid"]: record for record in self.records["pubmed"].values()}
        missing = {key: {"uid": key, "error": "cannot get document summary"} for key in ids}
        result = {"uids": ids, **missing, **{key: known[key] for key in ids if key in known}}
        return {"header": {"type": "esummary", "version": "0.3"}, "result": result}

    def _results(self, query: str) -> dict[str, Any]:
        pmids, pmcids = set(re.findall(r"EXT_ID:(\d+) AND SRC:MED", query)), set(re.findall(r"PMCID:(PMC\d+)", query))
        dois = {doi.lower() for doi in re.findall(r'DOI:"([^"]+)"', query)}
        results = [
            record
            for record in self.records["europe-pmc"].values()
            if record.get("pmid") in pmids or record.get("pmcid") in pmcids or record.get("doi", "").lower() in dois
        ]
        request = {"queryString": query, "resultType": "core", "cursorMark": "*", "pageSize": 1000}
        return {"version": "6.9", "hitCount": len(results), "request": request, "resultList": {"result": results}}


def _source(address: str) -> str:
    if address.startswith("/crossref/works?"):
        return "crossref-notices"
    return {"europepmc": "europe-pmc"}.get(address.split("/")[1], address.split("/")[1])


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    """Send an answer whole."""
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def status(code: int, **headers: str) -> Mood:
    """Answer with a status, and nothing that can be used."""
    return lambda handler, _body: send(handler, code, b"<html><body><h1>Sorry</h1></body></html>", **headers)


def saying(text: bytes) -> Mood:
    """Answer with status 200 and this text, whatever was asked."""
    return lambda handler, _body: send(handler, 200, text)


def truncated(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """Send half of what was promised, and close."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])


def at_first(bad: Mood, times: int) -> Mood:
    """Be bad so many times, and good from then on."""
    left = [times]

    def mood(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        left[0] -= 1
        (bad if left[0] >= 0 else saying(body))(handler, body)

    return mood


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """Serve on a free port of this machine while the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.asked.append(self.path)
            service.headers.append(dict(self.headers))
            code, body = service.answer(self.path)
            mood = service.moods.get(_source(self.path))
            if mood:
                mood(self, body)
            else:
                send(self, code, body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the base class's name
            """Say nothing on stderr."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that went away is what some tests are about."""

    # What other tests left behind is collected now: some of it may not be in the server's thread.
    gc.collect()
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
