"""`watch`: what is new since the last search, against services that page, part, limit, repeat themselves and fail."""

from __future__ import annotations

import csv
import datetime
import io
import json

import pytest
import rispy
from jsonschema import Draft202012Validator
from msgspec import structs
from service import TODAY, at_first, saying, status

from magpain.answers import NewReport
from magpain.verify import download, new_reports, searches
from magpain.verify.answer_cache import AnswerCache
from magpain.verify.download import Session
from magpain.verify.fetching import Fetcher, Patience

CONDITION = "fibromyalgia"
SUMMARY = {
    "pubdate": "2026 Dec 1",
    "sortpubdate": "2026/12/01 00:00",
    "source": "Pain Med",
    "fulljournalname": "Pain medicine",
    "authors": [{"name": "van de Beek D", "authtype": "Author"}, {"name": "Pain Group", "authtype": "CollectiveName"}],
    "pubtype": ["Journal Article", "Randomized Controlled Trial"],
}


def summary(pmid, title, **more):
    ids = [{"idtype": "doi", "value": f"10.1000/new.{pmid}"}]
    return {"uid": str(pmid), "title": title, "articleids": ids, **SUMMARY, **more}


def record(number, title, **more):
    return {
        "id": str(number),
        "source": "MED",
        "title": title,
        "firstPublicationDate": "2026-12-02",
        "pubTypeList": {"pubType": ["Journal Article"]},
        **more,
    }


def trial(number, title, state="RECRUITING", *, results=False, references=(), ended="2026-10"):
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{number:08d}", "briefTitle": title},
            "statusModule": {
                "overallStatus": state,
                "completionDateStruct": {"date": ended, "type": "ACTUAL"},
                "lastUpdatePostDateStruct": {"date": "2026-12-03"},
            },
            "designModule": {"studyType": "INTERVENTIONAL", "designInfo": {"allocation": "RANDOMIZED"}},
            "referencesModule": {"references": list(references)},
        },
        "hasResults": results,
    }


@pytest.fixture
def pubmed(service):
    """Return a function that lets PubMed have articles that are new."""

    def add(*summaries, day="2026/11/24"):
        for each in summaries:
            service.records["pubmed"][each["uid"]] = each
            service.entered[each["uid"]] = day

    return add


@pytest.fixture
def watch(kb, service, clock, store_path):
    def watch(*keys, online=True, today=TODAY, knowledge=kb, **more):
        cache = AnswerCache(store_path)
        fetcher = Fetcher(more.pop("contact", None), Patience(silence=10.0), clock, clock.sleep) if online else None
        try:
            bases = download.bases(service.environment(), searches.SEARCHES)
            session = Session(bases, cache, today, fetcher=fetcher, **more)
            return new_reports.watch(knowledge, keys or (CONDITION,), session)
        finally:
            cache.close()

    return watch


def titles(page):
    return [each.title for one in page.watched for each in one.new]


def test_what_is_new_is_listed_with_what_is_known_of_it(watch, pubmed):
    pubmed(summary(901, "Magnesium for fibromyalgia."))
    (report,) = watch().watched[0].new
    assert report == NewReport(
        design="randomised-trial",
        title="Magnesium for fibromyalgia.",
        authors=("van de Beek D", "Pain Group"),
        journal="Pain medicine",
        date="2026-12-01",
        DOI="10.1000/new.901",
        PMID="901",
        sources=("pubmed",),
        why="may change the rating",
    )


def test_nothing_new_is_no_failure(watch):
    page = watch()
    assert (titles(page), page.complete, page.failures) == ([], True, ())


@pytest.mark.parametrize("field", ["DOI", "PMID", "title"])
def test_what_the_file_has_is_left_out(field, watch, pubmed, kb):
    held = kb.citations["park-2020"]
    new = summary(902, "Something else entirely about magnesium")
    if field == "DOI":
        new["articleids"] = [{"idtype": "doi", "value": held.DOI.upper()}]
    elif field == "PMID":
        new["uid"] = held.PMID
    else:
        new["title"] = f"RETRACTED: {held.title.upper()}."
    pubmed(new)
    assert titles(watch()) == []


def test_a_notice_about_a_paper_of_the_file_is_new(watch, pubmed, kb):
    title = f"Retraction: {kb.citations['park-2020'].title}"
    pubmed(summary(920, title, pubtype=["Retraction Notice"]))
    assert [(each.title, each.design) for each in watch().watched[0].new] == [(title, "notice")]


def test_a_trial_that_the_file_has_is_left_out(watch, service, kb):
    key, study = next(iter(kb.studies.items()))
    known = structs.replace(kb, studies={key: structs.replace(study, registration="NCT00000007 and others")})
    service.trials = [trial(7, "Known"), trial(8, "New")]
    assert titles(watch(knowledge=known)) == ["New"]


def test_one_report_of_two_services_is_listed_once(watch, service, pubmed):
    pubmed(summary(903, "Magnesium and sleep in fibromyalgia", pubtype=["Journal Article"]))
    service.newer = [
        record(903, "Magnesium and sleep in fibromyalgia.", pmid="903", pmcid="PMC77"),
        record(904, "Magnesium and Sleep in Fibromyalgia", source="PPR", doi="10.1101/904"),
        record(905, "A randomised trial of magnesium oil", doi="10.1000/905"),
    ]
    page = watch()
    assert sorted(titles(page)) == ["A randomised trial of magnesium oil", "Magnesium and sleep in fibromyalgia"]
    both = next(each for each in page.watched[0].new if each.PMID)
    assert (both.sources, both.PMCID) == (("pubmed", "europe-pmc"), "PMC77")


def test_trials_that_ended_without_a_report_are_listed_as_such(watch, service):
    report = {"pmid": "1", "type": "RESULT"}
    service.trials = [
        trial(1, "Recruiting"),
        trial(2, "Ended silently", "COMPLETED"),
        trial(3, "Ended with results", "COMPLETED", results=True),
        trial(4, "Ended and published", "COMPLETED", references=[report]),
        trial(5, "Ended with background", "TERMINATED", references=[report | {"type": "BACKGROUND"}]),
    ]
    found = {each.title: each.why for each in watch().watched[0].new}
    assert found == {
        "Recruiting": "its results may follow",
        "Ended silently": "ended 2026-10 without a report: bears on publication bias",
        "Ended with results": "has results in the registry",
        "Ended and published": "its results may follow",
        "Ended with background": "ended 2026-10 without a report: bears on publication bias",
    }


@pytest.mark.parametrize(
    ("types", "title", "design"),
    [
        (["Journal Article", "Meta-Analysis"], "x", "meta-analysis"),
        (["Systematic Review"], "x", "systematic-review"),
        (["Journal Article", "Randomized Controlled Trial"], "x", "randomised-trial"),
        (["Clinical Trial Protocol"], "Protocol of a randomised trial", "protocol"),
        (["Retraction Notice"], "x", "notice"),
        (["Practice Guideline"], "x", "guideline"),
        (["Journal Article"], "Magnesium: a double-blind trial", "randomised-trial"),
        (["research-article", "Journal Article"], "Magnesium in rats", "animal"),
        ([], "A systematic review and meta-analysis", "meta-analysis"),
        (["Case Reports"], "x", "case-report"),
        (["Letter"], "x", "comment"),
        (["Journal Article"], "Magnesium", "unknown"),
    ],
)
def test_designs_are_guessed(types, title, design, watch, pubmed):
    pubmed(summary(906, title, pubtype=types))
    assert [each.design for each in watch().watched[0].new] == [design]


def test_pages_are_read_to_the_last(watch, service, pubmed):
    pubmed(*(summary(10_000 + number, f"Report number {number} on PubMed alone") for number in range(1200)))
    service.newer = [record(number, f"Record number {number} of the other") for number in range(250)]
    service.trials = [trial(number, f"Trial {number}") for number in range(5)]
    page = watch()
    assert (len(titles(page)), page.complete) == (1455, True)
    assert sum("esearch" in each for each in service.asked) == 2
    assert sum("/studies" in each for each in service.asked) == 3


def test_a_search_beyond_pubmeds_limit_is_parted_by_date(watch, service):
    service.entered = {str(20_000 + number): f"2026/11/{22 + number % 4}" for number in range(11_000)}
    watch()
    asked = [each for each in service.asked if "esearch" in each]
    starts = {(each.split("mindate=")[1][:10], each.split("retstart=")[1].split("&")[0]) for each in asked}
    assert len({first for first, _start in starts}) > 1
    assert all(int(start) < 9999 for _first, start in starts)
    assert len(starts) >= 11


def test_the_queries_are_as_documented(watch, service, kb):
    watch(contact="me@example.org")
    condition = kb.conditions[CONDITION]
    asked = "\n".join(service.asked)
    assert '"magnesium"[tiab]' in service.terms[0]
    assert '"fibromyalgia"[tiab]' in service.terms[0]
    assert "fibromyalgia syndrome" not in service.terms[0]  # it holds the other
    assert f"mindate={condition.reviewed:%Y/%m/%d}&maxdate={TODAY:%Y/%m/%d}" in asked
    assert "datetype=edat" in asked
    assert "tool=magpain&email=me@example.org" in asked
    for part in (
        "resultType=core",
        "synonym=TRUE",
        "cursorMark=%2A",
        "FIRST_PDATE%3A%5B",
        "query.cond=",
        "query.intr=",
    ):
        assert part in asked
    assert f"filter.advanced=AREA%5BLastUpdatePostDate%5DRANGE%5B{condition.reviewed}%2CMAX%5D" in asked


def test_a_condition_with_short_names_alone_has_a_query(kb):
    short = structs.replace(kb.conditions[CONDITION], name="ME", synonyms=("FM (an aside)",))
    query = new_reports.query_for(structs.replace(kb, conditions={CONDITION: short}), CONDITION)
    assert query.pubmed.endswith('AND ("me"[tiab])')


def test_a_conditions_own_query_is_used(watch, service, kb):
    own = structs.replace(kb.conditions[CONDITION], search='"magnesium"[mh] AND fibrositis[tiab]')
    watch(knowledge=structs.replace(kb, conditions={**kb.conditions, CONDITION: own}))
    assert service.terms == ['"magnesium"[mh] AND fibrositis[tiab]']
    assert any("%22magnesium%22+AND+fibrositis" in each for each in service.asked)


def test_an_interrupted_run_resumes_and_later_runs_work_offline(watch, service, pubmed):
    pubmed(summary(907, "Magnesium again for fibromyalgia"))
    service.trials = [trial(number, f"Trial {number}") for number in range(5)]

    def stop(done, _whole, _name):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(progress=stop)
    before = list(service.asked)
    online = watch()
    assert not set(before) & set(service.asked[len(before) :])
    assert len(titles(online)) == 6
    service.asked.clear()
    offline = watch(online=False, today=TODAY + datetime.timedelta(days=9))
    assert (offline.watched, offline.complete, service.asked) == (online.watched, True, [])


def test_the_next_day_asks_again(watch, service, pubmed):
    watch()
    pubmed(summary(908, "Magnesium on the next day"), day="2026/11/26")
    assert titles(watch(today=TODAY + datetime.timedelta(days=1))) == ["Magnesium on the next day"]


def test_offline_without_a_run_before_nothing_was_searched(watch):
    page = watch(online=False)
    assert (titles(page), page.complete) == ([], False)
    assert {each.why for each in page.failures} == {"not downloaded yet"}


@pytest.mark.long  # waits before each retry
@pytest.mark.parametrize("source", ["pubmed", "europe-pmc", "clinicaltrials"])
@pytest.mark.parametrize(
    ("mood", "why"),
    [
        (status(503), "status 503"),
        (status(429, Retry_After="600"), "status 429"),
        (status(404), "status 404"),
        (status(400), "status 400"),
        (saying(b"<html>"), "unexpected response format"),
        (saying(b'{"result": 5}'), "unexpected response format"),
    ],
    ids=["down", "busy", "gone", "refused", "html", "another shape"],
)
def test_a_search_that_fails_is_told_and_the_others_are_made(mood, why, source, watch, service, pubmed):
    pubmed(summary(909, "Magnesium at PubMed only"))
    service.newer = [record(910, "Magnesium at Europe PMC only")]
    service.trials = [trial(9, "Registered only")]
    service.moods[source] = mood
    page = watch()
    assert not page.complete
    assert [(each.source, each.why[: len(why)]) for each in page.failures] == [(source, why)]
    assert len(titles(page)) == 2


def test_a_service_that_recovers_is_searched(watch, service, pubmed):
    pubmed(summary(911, "Magnesium late"))
    service.moods["pubmed"] = at_first(saying(b'{"error": "API rate limit exceeded"}'), 2)
    assert titles(watch()) == ["Magnesium late"]


def test_ncbis_own_error_is_told(watch, service):
    service.moods["pubmed"] = saying(b'{"esearchresult": {"ERROR": "Invalid db name"}}')
    assert watch().failures[0].why == "unexpected response format: Invalid db name"


def test_cursors_without_end_come_to_an_end(watch, service, monkeypatch):
    monkeypatch.setattr(new_reports, "_MOST_PAGES", 5)
    count = iter(range(1_000_000))
    service.moods["clinicaltrials"] = lambda handler, _body: saying(
        json.dumps({"studies": [], "nextPageToken": f"t{next(count)}"}).encode()
    )(handler, b"")
    assert watch().failures[0].why == "more than 5 pages"


def test_hostile_text_is_shown_without_what_acts(watch, service):
    hostile = "\x1b]0;pwned\x07<b>bold</b>\u202eevil\r\nFAKE"
    service.newer = [record(912, hostile)]
    service.trials = [trial(9, hostile, hostile)]
    texts = [text for each in watch().watched[0].new for text in (each.title, each.status, each.why) if text]
    assert all(text.isprintable() for text in texts)


@pytest.fixture
def filled(service, pubmed):
    pubmed(summary(913, "Magnesium, new; and more: a trial"), day="2026/11/30")
    service.newer = [record(914, "Magnesium from Europe", authorList={"author": [{"fullName": "Müller-Roe J"}]})]
    service.trials = [trial(9, "A silent trial", "COMPLETED")]


@pytest.mark.usefixtures("filled")
def test_the_command_in_its_formats(run_command):
    code, out, err = run_command("watch", CONDITION, "--online")
    assert code == 0
    assert err.startswith("magpain: contacting 127.0.0.1:")
    assert "3 new since the last search of 1 condition" in out
    assert "without a report: bears on publication bias" in " ".join(out.split())
    code, out, err = run_command("watch", CONDITION, "--json")
    assert (code, err) == (0, "")
    assert len(json.loads(out)["watched"][0]["new"]) == 3
    schema = json.loads(run_command("schema", "--output")[1])
    Draft202012Validator(schema).validate(json.loads(out))
    rows = list(csv.DictReader(io.StringIO(run_command("watch", CONDITION, "-f", "csv")[1])))
    assert {row["condition"] for row in rows} == {CONDITION}
    assert {row["registration"] for row in rows} == {"", "NCT00000009"}
    entries = rispy.loads(run_command("watch", CONDITION, "-f", "ris")[1])
    assert {entry["title"] for entry in entries} == {row["title"] for row in rows}
    assert next(entry for entry in entries if "doi" in entry)["authors"] == ["van de Beek, D", "Pain Group,"]


def test_the_command_for_a_group_and_for_all(run_command, kb):
    members = json.loads(run_command("watch", "widespread", "--json")[1])["watched"]
    assert [each["id"] for each in members] == list(kb.conditions_of["widespread"])
    code, out, _err = run_command("watch", "--json")
    assert code == 5
    assert len(json.loads(out)["watched"]) == len(kb.conditions)
    assert run_command("watch", "nowhere")[0] == 1
