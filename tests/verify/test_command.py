"""`magpain verify` as users call it: pages compared whole, formats, exit statuses, and no network without --online."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys

import msgspec
import pytest
import yaml
from jsonschema import Draft202012Validator
from service import TODAY, status

from magpain.model import IntegrityCheck
from magpain.verify import fetching

KEY = "park-2020"
GUARD = """
import sys
def refuse(event, _arguments):
    if event.startswith("socket."):
        raise SystemExit(f"reached out: {event}")
sys.addaudithook(refuse)
from magpain import cli
status = cli.run(sys.argv[1:])
loaded = {"socket", "ssl", "http.client", "urllib.request", "rich"} & set(sys.modules)
sys.exit(f"loaded: {loaded}" if loaded else status)
"""


def surroundings(**variables):
    """Return an environment in which Python starts, and nothing else of this machine."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONPATH") if name in os.environ}
    return kept | {"PYTHONUTF8": "1"} | variables


@pytest.fixture
def run(run_verify):
    return run_verify


@pytest.fixture
def troubled(service, kb):
    """Let the services say all kinds of things."""
    update = {"type": "retraction", "DOI": "10.1000/notice", "updated": {"date-parts": [[2021, 3, 4]]}}
    service.change("crossref", KEY, updated_by=[update], title=["RETRACTED: " + kb.citations[KEY].title])
    service.change("pubmed", "collins-2009", volume="11", pubdate="2008 Dec")
    service.change("crossref", "collins-2009", volume="11")
    service.change("europe-pmc", "van-der-plas-2013", pmcid="PMC7")
    service.forget("pubmed", "massey-2007")
    other = service.records["crossref"].pop("ali-2009")
    service.records["crossref"]["ali-2009"] = service.records["crossref"]["qin-2012"] | {"asked-as": other["DOI"]}
    service.change("crossref", "pickering-2020", volume={"number": 133})


@pytest.mark.parametrize("form", ["text", "markdown", "json", "csv", "html"])
def test_whole_output(form, troubled, ask, service, call, golden, tmp_path):
    ask()
    done = call("verify", "-f", form, MAGPAIN_CACHE=str(tmp_path), **service.environment())
    assert (done.returncode, done.stderr) == (1, "")
    if form == "html":
        assert "<title>56 of 95 citations checked" in done.stdout
        assert "retraction, doi:10.1000/notice, 2021-03-04" in done.stdout
    else:
        golden(f"verify.{form}.txt", done.stdout.replace("\r\n", "\n"))


def test_whole_page_before_anything_was_fetched(call, golden):
    done = call("verify", "fibromyalgia")
    assert (done.returncode, done.stderr) == (5, "")
    golden("not-fetched.txt", done.stdout)


def test_what_could_be_written_is_yaml_that_the_file_takes(troubled, ask, service, call, tmp_path):
    ask()
    page = " ".join(call("verify", KEY, MAGPAIN_CACHE=str(tmp_path), **service.environment()).stdout.split())
    written = re.search(r"integrity: (\{[^}]*\})", page)[1]
    read = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506 it makes nothing but text
    assert msgspec.convert(read, IntegrityCheck, strict=False) == IntegrityCheck(
        status="retracted", checked_on=TODAY, notes="retraction, doi:10.1000/notice, 2021-03-04"
    )


def test_json_fits_the_published_schema(troubled, ask, service, call, tmp_path):
    ask()
    answer = json.loads(call("verify", "--json", MAGPAIN_CACHE=str(tmp_path), **service.environment()).stdout)
    Draft202012Validator(json.loads(call("schema", "--output").stdout)).validate(answer)
    assert answer["schema_version"] == "1"
    assert (answer["online"], answer["sound"], answer["complete"]) == (False, False, False)


def test_a_table_has_a_row_for_each_citation(troubled, ask, service, call, kb, tmp_path):
    ask()
    done = call("verify", "-f", "csv", MAGPAIN_CACHE=str(tmp_path), **service.environment())
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert {row["id"] for row in rows} == set(kb.citations)
    assert {row["kind"] for row in rows} == {
        "agrees",
        "no-identifier",
        "difference",
        "note",
        "retraction",
        "not-compared",
    }


def test_the_papers_with_findings_are_the_references(troubled, ask, service, call, tmp_path):
    ask()
    done = call("verify", "-f", "csl", MAGPAIN_CACHE=str(tmp_path), **service.environment())
    assert KEY in {item["id"] for item in json.loads(done.stdout)}
    assert "abraham-1992" not in {item["id"] for item in json.loads(done.stdout)}


def test_a_call_in_a_process_of_its_own(service, call):
    done = call("verify", "--online", "massey-2007", "--json", **service.environment())
    assert done.returncode == 0
    assert done.stderr == f"magpain: contacting {service.address.removeprefix('http://')}\n"
    assert json.loads(done.stdout)["online"] is True
    assert len(service.asked) == 2


@pytest.mark.parametrize("arguments", [(), (KEY,), ("fibromyalgia", "--offline"), ("--json",), ("-h",)])
def test_nothing_reaches_out_without_being_told_to(arguments, small, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", GUARD, "verify", *arguments],
        capture_output=True,
        text=True,
        env=surroundings(MAGPAIN_DATA=str(small), MAGPAIN_CACHE=str(tmp_path)),
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == (0 if "-h" in arguments else 5)


def test_the_guard_of_the_test_above_guards(small, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", GUARD, "verify", "--online", KEY],
        capture_output=True,
        text=True,
        env=surroundings(MAGPAIN_DATA=str(small), MAGPAIN_CACHE=str(tmp_path), MAGPAIN_CROSSREF="http://127.0.0.1:1"),
        check=False,
    )
    assert "reached out: socket." in done.stderr


def test_agreement_is_0_a_difference_1_and_what_could_not_be_compared_5(run, service):
    assert run(KEY, "--online")[0] == 0
    assert run(KEY)[0] == 0
    service.moods["pubmed"] = status(503)
    assert run("collins-2009", "--online")[0] == 5
    service.change("crossref", "van-der-plas-2013", volume="15")
    assert run("van-der-plas-2013", "--online")[0] == 1


def test_a_citation_is_named_by_its_id_and_others_by_condition(run, service):
    code, out, _err = run(KEY, "--json")
    assert [each["id"] for each in json.loads(out)["verified"]] == [KEY]
    code, out, _err = run("renal", "colic", "--json")
    assert "jokar-2017" in {each["id"] for each in json.loads(out)["verified"]}
    code, out, err = run("nobody-2020")
    assert (code, out) == (1, "")
    assert "nobody-2020" in err


def test_what_is_asked_and_whom_is_said_on_stderr(run, service):
    _code, _out, err = run(KEY, "--online")
    assert err == f"magpain: contacting {service.address.removeprefix('http://')}\n"


def test_a_contact_comes_from_the_option_or_the_environment(run, service, monkeypatch):
    run("massey-2007", "--online")
    monkeypatch.setenv("MAGPAIN_CONTACT", "env@example.org")
    run("massey-2007", "--online", "--refresh-older-than", "0")
    run("massey-2007", "--online", "--refresh-older-than", "0", "--contact", "me@example.org")
    run("massey-2007", "--online", "--refresh-older-than", "0", "--contact", "")
    named = [each["User-Agent"].partition("mailto:")[2].rstrip(")") for each in service.headers]
    assert named == ["", "", *["env@example.org"] * 2, *["me@example.org"] * 2, "", ""]


@pytest.mark.parametrize(
    "contact", ["me", "me@x.org\r\nX-Forged: 1", "a b@example.org", "<me@example.org>", "mé@x.org"]
)
def test_what_is_no_mail_address_is_not_sent(contact, run, service):
    code, out, err = run(KEY, "--online", "--contact", contact)
    assert (code, out) == (2, "")
    assert "is not an email address" in err
    assert service.asked == []


def test_a_mirror_without_https_is_refused(run, service, monkeypatch):
    monkeypatch.setenv("MAGPAIN_PUBMED", "http://mirror.example.org/eutils")
    code, _out, err = run(KEY, "--online")
    assert code == 2
    assert "MAGPAIN_PUBMED must be an https URL (or http on localhost), not http://mirror.example.org/eutils" in err
    assert service.asked == []


def test_what_cant_be_kept_is_said(run, monkeypatch):
    monkeypatch.setenv("MAGPAIN_CACHE", "")
    code, _out, err = run(KEY, "--online")
    assert code == 0
    assert err.endswith("magpain: could not cache the answers; the next run will download them again\n")


def test_an_interrupt_ends_quietly_and_the_next_run_goes_on(run, service, monkeypatch):
    real, left = fetching.Fetcher.func.get, [3]

    def get(self, *arguments):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return real(self, *arguments)

    monkeypatch.setattr(fetching.Fetcher.func, "get", get)
    code, out, _err = run("--online")
    assert (code, out) == (130, "")
    before = list(service.asked)
    assert len(before) == 3
    left[0] = 1_000_000
    assert run("--online")[0] == 0
    assert not set(before) & set(service.asked[3:])


def test_the_knowledge_file_is_never_written(run, small):
    before = small.read_bytes()
    run("--online", KEY, "-o", str(small))
    code, _out, err = run(KEY, "-o", str(small))
    assert code == 2
    assert "cannot overwrite the knowledge file" in err
    assert small.read_bytes() == before


def test_hostile_text_from_a_service_reaches_no_terminal(run, service):
    hostile = "\x1b]0;pwned\x07\x1b[31m[bold]\u202eevil\r\nFAKE: line"
    service.change("crossref", KEY, volume=hostile, title=[hostile])
    code, out, _err = run(KEY, "--online", "--color", "always", "-f", "text")
    assert code == 1
    shown = out.replace("\x1b[", "").replace("\x1b]8;", "")
    assert "]0;pwned" in shown
    assert "[bold]" in shown
    assert not [char for char in out if not char.isprintable() and char not in "\n\x1b"]
    assert "\x1b]0" not in out
    assert "\x1b[31m[bold]" not in out
