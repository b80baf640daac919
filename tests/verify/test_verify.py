"""The whole way, from a citation to what is said of it: services that are good, slow, wrong, cut off, busy and down."""

from __future__ import annotations

import datetime
import socket

import pytest
from msgspec import structs
from service import TODAY, at_first, saying, send, status, truncated

from magpain.model import IntegrityCheck
from magpain.verify.download import NOT_FETCHED

KEY = "park-2020"  # has a DOI and a PMID
SOURCES = ("crossref", "crossref-notices", "pubmed", "europe-pmc")
UPDATE = {"type": "retraction", "label": "Retraction", "updated": {"date-parts": [[2021, 3, 4]]}}


def states(verified):
    return {each.source: each.state for each in verified.sources}


def reasons(verified):
    return {each.source: each.why for each in verified.sources if each.state != "compared"}


def told(verified):
    return [(each.field, each.severity, each.sources) for each in verified.differences]


def test_services_that_say_the_same_find_nothing(ask):
    page = ask()
    assert (page.online, page.sound, page.complete) == (True, True, True)
    asked = [each for each in page.verified if each.sources]
    assert len(asked) > 20
    for each in asked:
        assert set(states(each).values()) == {"compared"}, each
        assert each.integrity == IntegrityCheck(status="none-known", checked_on=TODAY)
        assert [found for found in each.differences if found.severity == "difference"] == []


def test_a_citation_without_identifiers_is_asked_of_nobody(ask, service):
    page = ask("abraham-1992")
    assert service.asked == []
    assert page.verified[0].sources == ()
    assert page.verified[0].integrity is None
    assert page.complete


def test_questions_name_many_citations_where_the_service_takes_them(ask, service):
    page = ask()
    count = {source: sum(source in states(each) for each in page.verified) for source in SOURCES}
    assert count["crossref"] == len(service.questions("crossref"))
    assert len(service.questions("crossref-notices")) == -(-count["crossref-notices"] // 20)
    assert len(service.questions("pubmed")) == -(-count["pubmed"] // 100)
    assert len(service.questions("europe-pmc")) == -(-count["europe-pmc"] // 20)


def test_no_service_is_asked_faster_than_it_says(ask, service, clock):
    ask()
    assert clock.now >= 0.2 * len(service.questions("crossref"))
    assert all(wait >= 0.3 for wait in clock.waits)


def test_a_difference_is_told_once_with_all_who_say_so(one, service):
    service.change("crossref", KEY, volume="132")
    service.change("pubmed", KEY, volume="132")
    verified = one(KEY)
    assert told(verified) == [("volume", "difference", ("crossref", "pubmed"))]
    assert (verified.differences[0].ours, verified.differences[0].theirs) == ("131", "132")


def test_a_difference_is_a_no(ask, service):
    service.change("europe-pmc", KEY, pageInfo="1-9")
    assert not ask(KEY).sound
    assert not ask(KEY, "qin-2012", online=False).sound
    assert ask("qin-2012").sound


def test_a_note_is_none(ask, service):
    service.change("pubmed", KEY, pubdate="2019")
    page = ask(KEY)
    assert told(page.verified[0]) == [("year", "note", ("pubmed",))]
    assert page.sound


def test_identifiers_are_compared_with_each_other(one, service):
    service.change("europe-pmc", KEY, doi="10.1213/ANE.0000000000009999", pmcid="PMC7")
    verified = one(KEY)
    assert [(each.field, each.severity, each.theirs) for each in verified.differences] == [
        ("DOI", "difference", "10.1213/ANE.0000000000009999"),
        ("PMCID", "note", "PMC7"),
    ]


def test_another_article_under_the_doi_is_told_as_that(ask, service, kb):
    other = service.records["crossref"]["qin-2012"]
    service.records["crossref"] = {"wrong": other | {"asked-as": kb.citations[KEY].DOI}}
    service.change("crossref", "wrong", updated_by=[UPDATE | {"DOI": "10.1000/notice"}])
    page = ask(KEY)
    (verified,) = page.verified
    assert told(verified) == [("article", "difference", ("crossref",))]
    assert verified.differences[0].theirs.startswith("Qin. ")
    # The other article's retraction is told, and not written down as this one's.
    assert [notice.kind for notice in verified.notices] == ["retraction"]
    assert verified.integrity is None
    assert not page.sound


@pytest.mark.parametrize(("source", "field"), [("crossref", "DOI"), ("pubmed", "PMID"), ("europe-pmc", "PMID")])
@pytest.mark.parametrize("confirmed", [True, False])
def test_an_identifier_that_a_service_doesnt_know(confirmed, source, field, ask, service):
    service.forget(source, KEY)
    if not confirmed:
        service.change("pubmed", KEY, articleids=[]) if source == "crossref" else None
        service.change("europe-pmc", KEY, doi=None) if source == "crossref" else None
        service.forget("europe-pmc", KEY) if source == "pubmed" else None
    severity = "note" if confirmed or source == "europe-pmc" else "difference"
    page = ask(KEY)
    (verified,) = page.verified
    assert states(verified)[source] == "unknown"
    assert (field, severity, source) in [(each[0], each[1], each[2][0]) for each in told(verified)]
    # Whoever doesn't know the identifier was not asked about notices.
    assert (verified.integrity is None) is (source != "europe-pmc")
    assert page.complete


def test_where_nobody_knows_it_nothing_could_be_written(one, service):
    for source in ("pubmed", "europe-pmc"):
        service.forget(source, "massey-2007")
    verified = one("massey-2007")
    assert set(states(verified).values()) == {"unknown"}
    assert verified.integrity is None


def test_a_retraction_told_on_the_work(ask, service):
    service.change("crossref", KEY, updated_by=[UPDATE | {"DOI": "10.1000/notice"}])
    page = ask(KEY)
    (verified,) = page.verified
    (notice,) = verified.notices
    assert (notice.kind, notice.about, notice.target, notice.date) == (
        "retraction",
        "this",
        "doi:10.1000/notice",
        "2021-03-04",
    )
    assert verified.integrity == IntegrityCheck(
        status="retracted", checked_on=TODAY, notes="retraction, doi:10.1000/notice, 2021-03-04"
    )
    assert not page.sound


def test_a_retraction_told_on_the_notice_alone(ask, service, kb):
    update = UPDATE | {"DOI": kb.citations[KEY].DOI}
    service.records["crossref"]["notice"] = {"DOI": "10.1000/notice", "update-to": [update]}
    (verified,) = ask(KEY).verified
    assert [(notice.kind, notice.sources) for notice in verified.notices] == [("retraction", ("crossref-notices",))]


def test_both_directions_are_one_notice(one, service, kb):
    service.change("crossref", KEY, updated_by=[UPDATE | {"DOI": "10.1000/notice"}])
    update = UPDATE | {"DOI": kb.citations[KEY].DOI}
    service.records["crossref"]["notice"] = {"DOI": "10.1000/notice", "update-to": [update]}
    assert [notice.sources for notice in one(KEY).notices] == [("crossref", "crossref-notices")]


@pytest.mark.parametrize(
    ("reftype", "status"),
    [("Retraction in", "retracted"), ("Expression of concern in", "concern"), ("Erratum in", "corrected")],
)
def test_notices_of_pubmed_and_europe_pmc(reftype, status, one, service):
    service.change("pubmed", KEY, references=[{"reftype": reftype, "refsource": "X. 2021", "pmid": 7, "note": ""}])
    links = {"commentCorrection": [{"type": reftype, "id": "7", "source": "MED", "reference": "X. 2021"}]}
    service.change("europe-pmc", KEY, commentCorrectionList=links)
    verified = one(KEY)
    assert [(notice.target, notice.sources) for notice in verified.notices] == [("PMID 7", ("pubmed", "europe-pmc"))]
    assert verified.integrity.status == status


def test_the_gravest_notice_decides(one, service):
    links = [{"reftype": each, "refsource": "X"} for each in ("Erratum in", "Retraction in", "Update in")]
    service.change("pubmed", KEY, references=links)
    verified = one(KEY)
    assert [notice.kind for notice in verified.notices] == ["retraction", "correction", "update"]
    assert verified.integrity.status == "retracted"


def test_a_new_version_alone_is_no_no(ask, service):
    service.change("pubmed", KEY, references=[{"reftype": "Update in", "refsource": "X"}])
    page = ask(KEY)
    assert page.sound
    assert page.verified[0].integrity.status == "none-known"


@pytest.mark.parametrize(("kind", "sound"), [("Retraction of", False), ("Erratum for", True)])
def test_a_citation_that_is_itself_a_notice(kind, sound, ask, service):
    service.change("pubmed", KEY, references=[{"reftype": kind, "refsource": "X", "pmid": 9}])
    page = ask(KEY)
    assert page.verified[0].notices[0].about == "another"
    assert page.verified[0].integrity is None
    assert page.sound is sound


def known_as(kb, status):
    citation = structs.replace(kb.citations[KEY], integrity=IntegrityCheck(status=status))
    return structs.replace(kb, citations={KEY: citation})


@pytest.mark.parametrize(
    ("status", "known"), [("retracted", True), ("concern", True), ("corrected", False), ("none-known", False)]
)
def test_what_the_file_says_already_is_no_news(status, known, ask, service, kb):
    service.change("pubmed", KEY, references=[{"reftype": "Expression of concern in", "refsource": "X"}])
    page = ask(KEY, knowledge=known_as(kb, status))
    assert page.verified[0].notices[0].known is known
    assert page.sound is known


def test_a_notice_that_only_the_file_knows_is_a_note(ask, kb):
    page = ask(KEY, knowledge=known_as(kb, "retracted"))
    assert told(page.verified[0]) == [("integrity", "note", SOURCES)]
    assert page.sound


@pytest.mark.long  # waits before each retry
@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("mood", "why"),
    [
        (truncated, "incomplete response"),
        (saying(b"<html>maintenance</html>"), "unexpected response format"),
        (saying(b'{"status": "failed"}'), "unexpected response format"),
        (status(503), "status 503"),
        (status(429), "status 429 (too many requests)"),
        (status(403), "status 403"),
        (status(400), "status 400"),
    ],
    ids=["cut off", "html", "another shape", "down", "busy", "refused", "malformed"],
)
def test_a_service_that_fails_is_told_and_the_others_are_compared(mood, why, source, ask, service):
    service.moods[source] = mood
    page = ask(KEY)
    (verified,) = page.verified
    # Crossref's notices come from the machine that asked for patience.
    failed = {source, "crossref-notices"} if (source, why[:10]) == ("crossref", "status 429") else {source}
    assert states(verified) == {each: "not-compared" if each in failed else "compared" for each in SOURCES}
    assert reasons(verified)[source].startswith(why)
    assert (page.sound, page.complete) == (True, False)
    assert verified.integrity is None


@pytest.mark.parametrize("source", SOURCES[1:])
def test_an_address_that_isnt_there_makes_no_identifier_unknown(source, one, service):
    service.moods[source] = status(404)
    verified = one(KEY)
    assert reasons(verified) == {source: "status 404, not the service's own"}
    assert verified.differences == ()


def test_a_service_that_recovers_is_compared(ask, service, clock):
    service.moods["pubmed"] = at_first(status(503), 2)
    assert ask(KEY).complete
    assert clock.waits == pytest.approx([0.34, 1.1, 2.0, 4.0, 0.4])


def test_a_service_that_is_down_is_soon_left_alone(ask, service):
    service.moods["crossref"] = status(503)
    page = ask()
    assert len(service.questions("crossref")) == 2 * 3
    asked = [each for each in page.verified if "crossref" in states(each)]
    assert {states(each)["crossref"] for each in asked} == {"not-compared"}
    assert {states(each).get("europe-pmc") for each in asked} == {"compared"}


def test_one_bad_answer_stops_no_other(ask, service):
    service.change("crossref", KEY, volume={"number": 131})
    page = ask()
    assert [each.id for each in page.verified if "not-compared" in states(each).values()] == [KEY]


def test_hostile_text_is_shown_without_what_acts(one, service):
    hostile = "\x1b]0;pwned\x07\x1b[31m\u202eevil\r\nFAKE: line\x00"
    service.change("crossref", KEY, title=[hostile], volume=hostile, page=hostile, container_title=[hostile])
    service.change("pubmed", KEY, references=[{"reftype": f"Retraction{hostile} in", "refsource": hostile}])
    verified = one(KEY)
    texts = [text for each in verified.differences for text in (each.theirs, each.why) if text]
    texts += [text for each in verified.notices for text in (each.label, each.target) if text]
    assert len(texts) > 4
    assert all(text.isprintable() for text in texts)


def test_an_interrupted_run_goes_on_where_it_stopped(ask, service):
    def stop(done, _whole, _name):
        if done >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(progress=stop)
    before = list(service.asked)
    assert len(before) == 5
    assert ask().complete
    assert not set(before) & set(service.asked[5:])


def test_what_was_fetched_is_compared_offline(ask, service, monkeypatch):
    service.change("crossref", KEY, volume="132")
    online = ask()
    service.asked.clear()
    monkeypatch.setattr(socket, "socket", lambda *_a, **_k: pytest.fail("a socket was opened"))
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("a connection was opened"))
    offline = ask(online=False, today=TODAY + datetime.timedelta(days=400))
    assert offline.verified == online.verified
    assert service.asked == []
    assert not offline.online


def test_offline_what_wasnt_fetched_is_not_compared(ask):
    page = ask(KEY, online=False)
    assert set(reasons(page.verified[0]).values()) == {NOT_FETCHED}
    assert (page.sound, page.complete) == (True, False)


def test_nothing_is_asked_twice_until_it_is_old(ask, service):
    ask(KEY)
    count = len(service.asked)
    ask(KEY, today=TODAY + datetime.timedelta(days=29))
    assert len(service.asked) == count
    page = ask(KEY, today=TODAY + datetime.timedelta(days=30))
    assert len(service.asked) == 2 * count
    assert page.verified[0].integrity.checked_on == TODAY + datetime.timedelta(days=30)
    ask(KEY, today=TODAY + datetime.timedelta(days=30), older=0)
    assert len(service.asked) == 3 * count


def test_an_old_answer_stays_though_the_service_is_down(ask, service):
    ask(KEY)
    service.moods = dict.fromkeys(SOURCES, status(503))
    later = TODAY + datetime.timedelta(days=60)
    assert not ask(KEY, today=later).complete
    assert ask(KEY, online=False, today=later).complete


def test_a_kept_answer_that_cant_be_read_is_fetched_again(ask, service, store_path):
    import sqlite3
    from contextlib import closing

    ask(KEY)
    with closing(sqlite3.connect(store_path)) as connection, connection:
        connection.execute("UPDATE answer SET part = ? WHERE source = 'crossref'", (b'{"DOI": 5}',))
    assert reasons(ask(KEY, online=False).verified[0]) == {"crossref": NOT_FETCHED}
    service.asked.clear()
    assert ask(KEY).complete
    assert len(service.asked) == 1


def test_the_contact_goes_where_it_is_asked_for(ask, service):
    ask(KEY, contact="me@example.org")
    assert all("mailto:me@example.org" in each["User-Agent"] for each in service.headers)
    assert [("email=me@example.org" in address) for address in service.asked] == [False, False, True, False]


def test_how_far_it_is_is_told(ask):
    seen = []
    ask(KEY, progress=lambda *what: seen.append(what))
    assert seen == [
        (0, 4, "Crossref"),
        (1, 4, "Crossref notices"),
        (2, 4, "PubMed"),
        (3, 4, "Europe PMC"),
        (4, 4, ""),
    ]


@pytest.mark.parametrize(
    "title", ["{} [RETRACTED]", "<scp>RETRACTED</scp>: {}", "Retraction: {}", "TEMPORARY REMOVAL: {}"]
)
def test_a_mark_in_a_title_is_a_notice_and_outweighs_none_known(title, ask, service, kb):
    service.change("crossref", KEY, title=[title.format(kb.citations[KEY].title)])
    page = ask(KEY)
    assert not page.sound
    assert page.verified[0].integrity.status in ("retracted", "concern")


@pytest.mark.parametrize("kind", ["Retraction Notice", "Retraction of Publication"])
def test_a_type_without_links_is_a_notice_and_outweighs_none_known(kind, ask, service):
    service.change("pubmed", KEY, pubtype=[kind])
    page = ask(KEY)
    assert not page.sound
    assert page.verified[0].integrity is None


def test_a_title_that_is_marked_on_both_sides_and_known_to_the_file_is_no_news(ask, service, kb):
    title = f"RETRACTED: {kb.citations[KEY].title}"
    for source, value in (("crossref", [title]), ("pubmed", f"{title}."), ("europe-pmc", f"{title}.")):
        service.change(source, KEY, title=value)
    citation = structs.replace(kb.citations[KEY], title=title, integrity=IntegrityCheck(status="retracted"))
    page = ask(KEY, knowledge=structs.replace(kb, citations={KEY: citation}))
    assert (page.sound, page.complete, page.verified[0].differences) == (True, True, ())


def test_an_update_of_itself_is_known_once_the_file_has_it(ask, service, kb):
    update = UPDATE | {"DOI": kb.citations[KEY].DOI}
    service.change("crossref", KEY, update_to=[update])
    assert not ask(KEY).sound
    assert ask(KEY, knowledge=known_as(kb, "retracted")).sound


def test_a_doi_that_cant_be_listed_is_not_compared(ask, service, kb):
    citation = structs.replace(kb.citations[KEY], DOI="10.1213/a,b")
    for source, field in (("crossref", "DOI"), ("europe-pmc", "doi")):
        service.change(source, KEY, **{field: "10.1213/a,b"})
    service.change("pubmed", KEY, articleids=[{"idtype": "doi", "value": "10.1213/a,b"}])
    page = ask(KEY, knowledge=structs.replace(kb, citations={KEY: citation}))
    assert states(page.verified[0])["crossref-notices"] == "not-compared"
    assert (page.sound, page.complete, page.verified[0].integrity) == (True, False, None)
    assert service.questions("crossref-notices") == []


def test_notices_of_an_alias_are_asked_of_the_doi_it_stands_for(ask, service, kb):
    prime = "10.1213/the.prime"
    service.change("crossref", KEY, **{"asked-as": kb.citations[KEY].DOI, "DOI": prime})
    service.records["crossref"]["notice"] = {"DOI": "10.1000/n", "update-to": [UPDATE | {"DOI": prime}]}
    page = ask(KEY)
    (verified,) = page.verified
    assert [(each.kind, each.sources) for each in verified.notices] == [("retraction", ("crossref-notices",))]
    assert ("DOI", "note", ("crossref",)) in told(verified)
    assert (page.complete, verified.integrity.status) == (True, "retracted")


def test_one_refused_key_costs_no_other_its_answer(ask, service, kb):
    bad = kb.citations[KEY].DOI.lower()

    def refuse(handler, body):
        refused = bad in handler.path.lower().replace("%2f", "/")
        (status(400) if refused else saying(body))(handler, body)

    service.moods["crossref-notices"] = refuse
    page = ask()
    assert [each.id for each in page.verified if "not-compared" in states(each).values()] == [KEY]


def test_a_refused_doi_ends_nothing_for_the_others(ask, service, kb):
    seen = []

    def refuse(handler, body):
        seen.append(handler.path)
        (status(400) if len(seen) < 5 else saying(body))(handler, body)

    service.moods["crossref"] = refuse
    page = ask()
    lacking = [each.id for each in page.verified if states(each).get("crossref") == "not-compared"]
    assert len(lacking) == 4


@pytest.mark.parametrize("body", [b"<html><body>404 Not Found</body></html>", b"", b'{"message": "no Route matched"}'])
def test_a_404_that_isnt_crossrefs_own_says_nothing_of_the_doi(body, ask, service):
    service.moods["crossref"] = lambda handler, _body: send(handler, 404, body)
    page = ask(KEY)
    assert states(page.verified[0])["crossref"] == "not-compared"
    assert page.sound


def test_what_a_service_doesnt_know_is_asked_again_the_next_day(ask, service):
    record = service.records["crossref"].pop(KEY)
    ask(KEY)
    service.asked.clear()
    ask(KEY)
    assert service.asked == []
    service.records["crossref"][KEY] = record
    assert states(ask(KEY, today=TODAY + datetime.timedelta(days=1)).verified[0])["crossref"] == "compared"


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": "API rate limit exceeded", "count": "4"}',
        b'{"header": {"type": "esummary"}, "result": {"uids": []}, "error": "API rate limit exceeded"}',
    ],
)
def test_a_failure_with_status_200_is_tried_again_and_told_in_ncbis_words(body, ask, service):
    service.moods["pubmed"] = at_first(saying(body), 1)
    assert ask(KEY).complete
    service.moods["pubmed"] = saying(body)
    page = ask(KEY, older=0)
    assert reasons(page.verified[0]) == {"pubmed": "NCBI answered: API rate limit exceeded"}
    assert page.sound
