"""Polite requests to a service over the network: the only file of magpain that opens a connection.

One request at a time, with a pause before the next. A busy service is asked again after the time it names, or after
growing pauses, and then left alone for the rest of the run. Responses have a bounded size and time, come by https, and
are not trusted. urllib needs no installation, uses the system's certificates and the environment's proxies, and
imports in half the time of httpx.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from magpain import __version__
from magpain.errors import QuestionError

HOME = "https://github.com/magpain/magpain"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TOO_MANY = 429
_BUSY = (_TOO_MANY, 500, 502, 503, 504)
# Statuses that reject a single request; 401 and 403 reject the caller, whatever the request.
_REFUSED = (400, 405, 406, 410, 413, 414, 422)
_CHUNK = 65536
_LONGEST_NOT_FOUND = 65536
_RATE_LIMIT = re.compile(r"\s*(\d{1,6})\s*([smh]?)\s*", re.I)
# Finds a service's error message in a response with status 200.
ErrorIn = Callable[[bytes], str | None]
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


class Patience(NamedTuple):
    """Limits for one service: seconds, attempts per request, failed and rejected requests in a row, response size.

    `too_many` is the first pause after status 429 without a Retry-After, `between` the one after other failures; both
    double with each attempt. A wait longer than `longest` is not waited for.
    """

    silence: float = 20.0
    answer: float = 60.0
    attempts: int = 3
    between: float = 2.0
    too_many: float = 10.0
    longest: float = 60.0
    failures: int = 2
    refusals: int = 10
    most_bytes: int = 16 * 1024 * 1024


class Reply(NamedTuple):
    """A response's status, 200 or 404, and its body."""

    status: int
    body: bytes


class UnreachableError(Exception):
    """A service gave no usable response: down, too slow, too busy, cut off; the message says which."""


class RefusedError(Exception):
    """A service rejected this one request, as malformed or too long, and may well answer others."""


class _RetryError(Exception):
    """An attempt failed, and another may succeed; `after` is how many seconds the service asked to wait."""

    def __init__(self, why: str, after: float | None = None, *, too_many: bool = False) -> None:
        super().__init__(why)
        self.after = after
        self.too_many = too_many


class _Service:
    """What this run has learned of one service: its own pace, failed requests in a row, why it is left alone."""

    def __init__(self) -> None:
        self.pace = 0.0
        self.failed: Counter[type[Exception]] = Counter()
        self.left_alone = ""


def agent(contact: str | None) -> str:
    """Return the user agent: magpain, its version and home page, and the user's email address if one was given."""
    return f"magpain/{__version__} ({HOME}{f'; mailto:{contact}' if contact else ''})"


def allowed(url: str) -> bool:
    """Return whether a URL may be requested: https, or http on this machine."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and (parts.scheme == "https" or _is_loopback(url))
    except ValueError:
        return False


def base(default: str, chosen: str | None, variable: str) -> str:
    """Return a service's URL, or the one set in a variable; raise QuestionError if it may not be requested."""
    url = (chosen or default).rstrip("/")
    if not allowed(url):
        raise QuestionError(f"{variable} must be an https URL (or http on localhost), not {url}")
    return url


class Fetcher:
    """Sends one request at a time; tests replace the clock and the sleep."""

    def __init__(
        self,
        contact: str | None = None,
        patience: Patience = Patience(),  # noqa: B008 it is frozen
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.contact = contact
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._free_at = 0.0
        self._services: dict[str, _Service] = {}

    def get(self, base: str, path: str, pause: float, error_in: ErrorIn | None = None) -> Reply:
        """Return the response to a request; `error_in` finds a service's error message in a response with status 200.

        Raises RefusedError if this request is rejected, and UnreachableError if the attempts are used up, the service
        asks for a longer wait than `longest`, or it has been left alone since an earlier request.
        """
        service = self._services.setdefault(base, _Service())
        if service.left_alone:
            raise UnreachableError(service.left_alone)
        try:
            reply = self._attempts(base + path, service, pause, error_in)
        except (UnreachableError, RefusedError) as error:
            service.failed[type(error)] += 1
            most = self._patience.refusals if isinstance(error, RefusedError) else self._patience.failures
            if service.failed[type(error)] >= most:
                service.left_alone = str(error)
            raise
        service.failed.clear()
        return reply

    def _attempts(self, url: str, service: _Service, pause: float, error_in: ErrorIn | None) -> Reply:
        for attempt in range(1, self._patience.attempts + 1):
            self._wait(max(pause, service.pace))
            try:
                return self._once(url, service, error_in)
            except _RetryError as error:
                first = self._patience.too_many if error.too_many else self._patience.between
                after = first * 2 ** (attempt - 1) if error.after is None else error.after
                if error.too_many:
                    service.pace = max(2 * pause, service.pace)
                if attempt == self._patience.attempts or after > self._patience.longest:
                    if error.too_many or after > self._patience.longest:
                        service.left_alone = str(error)
                    raise UnreachableError(str(error)) from error
                self._sleep(after)
        raise UnreachableError("not contacted")

    def _wait(self, pause: float) -> None:
        """Wait until the pause since the last request is over."""
        now = self._clock()
        if now < self._free_at:
            self._sleep(self._free_at - now)
        self._free_at = max(now, self._free_at) + pause

    def _once(self, url: str, service: _Service, error_in: ErrorIn | None) -> Reply:
        import http.client  # only with --online
        import urllib.error
        import urllib.request

        headers = {"User-Agent": agent(self.contact), "Accept": "application/json, application/xml;q=0.9, */*;q=0.1"}
        request = urllib.request.Request(url, headers=headers)  # noqa: S310 allowed() checks the scheme
        try:
            with self._opener.open(request, timeout=self._patience.silence) as response:
                service.pace = max(service.pace, _pace(response.headers))
                body = self._body(response)
        except urllib.error.HTTPError as error:
            with error:
                service.pace = max(service.pace, _pace(error.headers))
                if error.code == 404:
                    return Reply(404, error.read(_LONGEST_NOT_FOUND))
                raise _refusal(error.code, error.headers.get("Retry-After")) from error
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise _RetryError(self._lost(error)) from error
        if error_in and (why := error_in(body)):
            raise _RetryError(why, too_many="limit" in why.lower())
        return Reply(200, body)

    def _lost(self, error: Exception) -> str:
        """Return why no response came: URLError has a reason, and other errors come after the connection was made."""
        reason = getattr(error, "reason", None)
        if isinstance(reason or error, TimeoutError):
            return f"no answer within {self._patience.silence:g} seconds"
        return f"no connection: {reason}" if reason else f"connection lost: {type(error).__name__}"

    @cached_property
    def _opener(self) -> Any:
        return _opener()

    def _body(self, response: Any) -> bytes:
        """Read a response within its time and size; one that is shorter than its announced length was cut off."""
        until = self._clock() + self._patience.answer
        body = bytearray()
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > self._patience.most_bytes:
                raise UnreachableError(f"the response is longer than {self._patience.most_bytes} bytes")
            if self._clock() > until:
                raise _RetryError(f"the response took longer than {self._patience.answer:g} seconds")
        if response.length:
            raise _RetryError("incomplete response")
        return bytes(body)


def _refusal(status: int, retry_after: str | None) -> Exception:
    """Return the error that a status means: retry if the service is busy, otherwise not."""
    why = f"status {status}" + (" (too many requests)" if status == _TOO_MANY else "")
    if status in _BUSY:
        return _RetryError(why, _seconds(retry_after), too_many=status == _TOO_MANY)
    return RefusedError(why) if status in _REFUSED else UnreachableError(why)


def _pace(headers: Any) -> float:
    """Return the seconds between two requests that a service's rate limit allows, 0 if it states none.

    Crossref sends X-Rate-Limit-Limit (requests) and X-Rate-Limit-Interval (such as "1s"). Its limit of concurrent
    requests is met by one request at a time.
    """
    limit = _RATE_LIMIT.fullmatch(headers.get("X-Rate-Limit-Limit") or "")
    interval = _RATE_LIMIT.fullmatch(headers.get("X-Rate-Limit-Interval") or "")
    if not limit or not interval or not int(limit[1]):
        return 0.0
    return min(int(interval[1]) * _SECONDS[interval[2].lower()] / int(limit[1]), 60.0)


def _seconds(retry_after: str | None) -> float | None:
    """Return the seconds to wait that a Retry-After header names, as a number or a date; None if there is none."""
    if not retry_after:
        return None
    if retry_after.strip().isascii() and retry_after.strip().isdigit():
        return float(retry_after.strip()[:9])
    from email.utils import parsedate_to_datetime  # hardly ever needed

    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _is_loopback(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


def _opener() -> Any:
    """Return an opener for https and this machine only, redirects included; requests to this machine use no proxy."""
    import urllib.error  # only with --online
    import urllib.request

    class Redirects(urllib.request.HTTPRedirectHandler):
        max_redirections = 3

        def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
            if not allowed(newurl) or (_is_loopback(newurl) and not _is_loopback(req.full_url)):
                raise urllib.error.URLError("redirected to a URL that isn't https")
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    class Proxies(urllib.request.ProxyHandler):
        def proxy_open(self, req: Any, proxy: str, type: str) -> Any:  # noqa: A002 urllib's name
            return None if _is_loopback(req.full_url) else super().proxy_open(req, proxy, type)

    return urllib.request.build_opener(Redirects, Proxies)
