"""Asking politely: pauses, patience and its end, what is sent, and where nothing is sent."""

from __future__ import annotations

import email.utils
import socket
import threading
import time

import pytest
from service import at_first, send, status, truncated

from magpain import __version__
from magpain.errors import QuestionError
from magpain.verify import fetching
from magpain.verify.fetching import Fetcher, Patience, RefusedError, UnreachableError

WORK = "/crossref/works/10.1213%2Fane.0000000000004673"
PATIENCE = Patience(silence=10.0)


@pytest.fixture
def fetch(service, clock):
    """Return a function that asks the server for a work."""

    def get(path=WORK, *, pause=0.0, patience=PATIENCE, contact=None):
        return Fetcher(contact, patience, clock, clock.sleep).get(service.address, path, pause).body

    return get


def test_a_good_answer_comes_whole(fetch, clock):
    assert b'"message-type": "work"' in fetch()
    assert clock.waits == []


def test_what_isnt_there_is_no_failure(fetch, service):
    assert fetch("/crossref/works/10.1000%2Fnone") == b"Resource not found."
    assert len(service.asked) == 1


def test_questions_keep_their_pause(service, clock):
    fetcher = Fetcher(None, PATIENCE, clock, clock.sleep)
    for _ in range(3):
        fetcher.get(service.address, WORK, 0.4)
    assert clock.waits == pytest.approx([0.4, 0.4])
    clock.now += 5
    fetcher.get(service.address, WORK, 0.4)
    assert len(clock.waits) == 2


def test_magpain_says_who_it_is_and_nothing_of_the_user(fetch, service):
    fetch()
    assert service.headers[0]["User-Agent"] == f"magpain/{__version__} ({fetching.HOME})"
    assert set(service.headers[0]) == {"Accept-Encoding", "Host", "User-Agent", "Accept", "Connection"}


def test_a_contact_is_named_where_it_is_given(fetch, service):
    fetch(contact="me@example.org")
    assert service.headers[0]["User-Agent"].endswith("; mailto:me@example.org)")


def test_a_busy_service_is_asked_again_after_as_long_as_it_says(fetch, service, clock):
    service.moods["crossref"] = at_first(status(429, Retry_After="7"), 2)
    assert fetch()
    assert clock.waits == [7.0, 7.0]


def test_a_date_to_ask_again_is_understood(fetch, service, clock):
    then = email.utils.formatdate(time.time() + 30, usegmt=True)
    service.moods["crossref"] = at_first(status(503, Retry_After=then), 1)
    assert fetch()
    assert len(clock.waits) == 1
    assert 20 < clock.waits[0] <= 30


@pytest.mark.parametrize("when", ["soon", "-3", "", "٣", "Wed, 99 Nov 2026 00:00:00 GMT"])
def test_nonsense_about_when_to_ask_again_is_ignored(when, fetch, service, clock):
    service.moods["crossref"] = at_first(status(429, Retry_After=when.encode("utf-8").decode("latin-1")), 1)
    assert fetch()
    assert clock.waits == [PATIENCE.too_many]


def test_attempts_are_bounded_and_ever_further_apart(fetch, service, clock):
    service.moods["crossref"] = status(503)
    with pytest.raises(UnreachableError, match="status 503"):
        fetch()
    assert len(service.asked) == PATIENCE.attempts
    assert clock.waits == [2.0, 4.0]


def test_a_service_that_wants_too_much_patience_is_left_alone(fetch, service, clock):
    service.moods["crossref"] = status(429, Retry_After="3600")
    with pytest.raises(UnreachableError, match="too many requests"):
        fetch()
    assert (len(service.asked), clock.waits) == (1, [])


@pytest.mark.parametrize("code", [401, 403])
def test_a_refusal_is_not_asked_again(code, fetch, service):
    service.moods["crossref"] = status(code)
    with pytest.raises(UnreachableError, match=f"status {code}"):
        fetch()
    assert len(service.asked) == 1


def test_an_answer_that_was_cut_off_is_asked_for_again(fetch, service):
    service.moods["crossref"] = at_first(truncated, 1)
    assert fetch()
    service.moods["crossref"] = truncated
    with pytest.raises(UnreachableError, match="incomplete response"):
        fetch()


def test_a_chunked_answer_that_breaks_off_is_no_answer(fetch, service):
    def broken(handler, body):
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"ff\r\n" + body[:20])
        handler.close_connection = True

    service.moods["crossref"] = broken
    with pytest.raises(UnreachableError, match="connection lost"):
        fetch()


def test_what_isnt_http_is_no_answer(fetch, service):
    service.moods["crossref"] = lambda handler, _body: handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    with pytest.raises(UnreachableError, match="connection lost: BadStatusLine"):
        fetch()


def test_a_silent_service_is_not_waited_for_long(fetch, service):
    over = threading.Event()
    service.moods["crossref"] = lambda _handler, _body: over.wait(10)
    try:
        with pytest.raises(UnreachableError, match=r"no answer within 0\.05 seconds"):
            fetch(patience=Patience(silence=0.05, attempts=1))
    finally:
        over.set()


def test_an_answer_that_stops_halfway_is_not_waited_for_long(fetch, service):
    over = threading.Event()

    def stalled(handler, body):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[:10])
        handler.wfile.flush()
        over.wait(10)

    service.moods["crossref"] = stalled
    try:
        with pytest.raises(UnreachableError, match=r"no answer within 0\.05 seconds"):
            fetch(patience=Patience(silence=0.05, attempts=1))
    finally:
        over.set()


def test_an_answer_that_trickles_is_given_up(service):
    ticking = iter(range(0, 100_000, 50))
    fetcher = Fetcher(None, Patience(attempts=1), lambda: float(next(ticking)), lambda _seconds: None)
    service.moods["crossref"] = lambda handler, _body: send(handler, 200, b" " * 300_000)
    with pytest.raises(UnreachableError, match="took longer than 60 seconds"):
        fetcher.get(service.address, WORK, 0.0)


def test_an_answer_without_end_is_given_up(fetch, service):
    service.moods["crossref"] = lambda handler, _body: send(handler, 200, b" " * 3000)
    with pytest.raises(UnreachableError, match="longer than 2000 bytes"):
        fetch(patience=Patience(most_bytes=2000))
    assert len(service.asked) == 1


def test_a_machine_that_refuses_is_told_as_such(clock):
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{reserved.getsockname()[1]}/works/1"
        with pytest.raises(UnreachableError, match="no connection"):
            Fetcher(None, PATIENCE, clock, clock.sleep).get(address, "", 0.0)
    assert clock.waits == [2.0, 4.0]


@pytest.mark.parametrize(
    "address",
    [
        "http://api.crossref.org",
        "ftp://api.crossref.org",
        "file:///etc/passwd",
        "crossref",
        "",
        "https://",
        "http://[::1",
    ],
)
def test_no_address_but_by_https(address):
    assert not fetching.allowed(address)
    with pytest.raises(QuestionError, match="MAGPAIN_CROSSREF must be an https URL"):
        fetching.base("", address, "MAGPAIN_CROSSREF")


@pytest.mark.parametrize(
    "address", ["https://mirror.example.org/crossref", "http://127.0.0.1:8000", "http://[::1]:8000"]
)
def test_a_mirror_may_be_named(address):
    assert fetching.base("https://api.crossref.org", address + "/", "MAGPAIN_CROSSREF") == address


@pytest.mark.parametrize(
    "target", ["http://example.org/", "file:///etc/passwd", "ftp://example.org/", "data:,hello", "//example.org/x"]
)
def test_no_redirect_leads_off_https(target, fetch, service):
    service.moods["crossref"] = status(302, Location=target)
    with pytest.raises(UnreachableError):
        fetch()


def test_a_redirect_on_this_machine_is_followed_and_not_for_ever(fetch, service):
    service.moods["crossref"] = at_first(status(301, Location=WORK), 1)
    assert fetch()
    service.asked.clear()
    service.moods["crossref"] = status(302, Location=WORK)
    with pytest.raises(UnreachableError, match="status 302"):
        fetch()
    assert len(service.asked) <= 5


def test_this_machine_is_asked_without_a_proxy(fetch, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    assert fetch()


def test_a_service_that_said_to_wait_is_not_asked_again_in_this_run(service, clock):
    fetcher = Fetcher(None, PATIENCE, clock, clock.sleep)
    service.moods["crossref"] = status(429, Retry_After="120")
    for path in (WORK, "/crossref/works/10.1000%2F2", "/crossref/works?filter=x"):
        with pytest.raises(UnreachableError, match="too many requests"):
            fetcher.get(service.address, path, 0.0)
    assert len(service.asked) == 1
    assert fetcher.get(f"{service.address}/pubmed", "/esummary.fcgi?id=1", 0.0).status == 200


def test_a_service_that_is_too_busy_is_asked_ever_more_slowly_and_then_left_alone(service, clock):
    fetcher = Fetcher(None, PATIENCE, clock, clock.sleep)
    service.moods["crossref"] = status(429)
    for _ in range(3):
        with pytest.raises(UnreachableError):
            fetcher.get(service.address, WORK, 0.5)
    assert len(service.asked) == PATIENCE.attempts
    assert clock.now >= PATIENCE.too_many * 3


def test_two_requests_in_a_row_that_fail_end_a_service(service, clock):
    fetcher = Fetcher(None, PATIENCE, clock, clock.sleep)
    service.moods["crossref"] = status(503)
    for _ in range(4):
        with pytest.raises(UnreachableError):
            fetcher.get(service.address, WORK, 0.0)
    assert len(service.asked) == 2 * PATIENCE.attempts


@pytest.mark.parametrize("code", [400, 410, 414])
def test_a_refused_request_is_not_sent_again_and_ends_nothing(code, service, clock):
    fetcher = Fetcher(None, PATIENCE, clock, clock.sleep)
    service.moods["crossref"] = at_first(status(code), 5)
    for _ in range(5):
        with pytest.raises(RefusedError, match=f"status {code}"):
            fetcher.get(service.address, WORK, 0.0)
    assert fetcher.get(service.address, WORK, 0.0).status == 200
    assert len(service.asked) == 6


def test_a_service_that_refuses_everything_is_left_alone(service, clock):
    fetcher = Fetcher(None, PATIENCE, clock, clock.sleep)
    service.moods["crossref"] = status(400)
    for _ in range(50):
        with pytest.raises((RefusedError, UnreachableError)):
            fetcher.get(service.address, WORK, 0.0)
    assert len(service.asked) == PATIENCE.refusals


@pytest.mark.parametrize(
    ("limit", "interval", "pause"),
    [
        ("50", "1s", 0.5),
        ("1", "2s", 2.0),
        ("1", "1m", 60.0),
        ("0", "1s", 0.5),
        ("x", "1s", 0.5),
        ("5", "", 0.5),
        ("1", "9h", 60.0),
    ],
)
def test_a_lower_rate_limit_in_a_response_is_kept(limit, interval, pause, service, clock):
    fetcher = Fetcher(None, PATIENCE, clock, clock.sleep)
    service.moods["crossref"] = lambda handler, body: send(
        handler, 200, body, X_Rate_Limit_Limit=limit, X_Rate_Limit_Interval=interval
    )
    for _ in range(3):
        fetcher.get(service.address, WORK, 0.5)
    assert clock.waits[-1] == pytest.approx(pause)
