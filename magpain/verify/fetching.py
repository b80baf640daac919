"""Questions to a service over the network, asked politely: the only file of magpain that opens a connection.

One question at a time, with a pause between them; a busy service is asked again after as long as it says, or after
ever longer, and not for ever. An answer has a bounded size and time, comes by https, and nothing of it is trusted.
urllib does this with nothing to install: https with the system's certificates, proxies from the environment, and half
the import time of httpx, whose connection pools, HTTP/2 and concurrency one question at a time has no use for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from magpain import __version__
from magpain.errors import QuestionError

HOME = "https://github.com/magpain/magpain"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_BUSY = (429, 500, 502, 503, 504)
_CHUNK = 65536


class Patience(NamedTuple):
    """How long a service is waited for, in seconds, how often it is asked, and how many bytes are taken from it."""

    silence: float = 20.0
    answer: float = 60.0
    attempts: int = 3
    between: float = 2.0
    longest: float = 60.0
    most_bytes: int = 16 * 1024 * 1024


class UnreachableError(Exception):
    """A service gave no answer that can be read: down, too slow, too busy, cut off; the message says which."""


class _RetryError(Exception):
    """An attempt failed, and another may not; `after` is how many seconds the service asked to wait."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


def agent(contact: str | None) -> str:
    """Return the user agent: magpain, its version and home, and whom to write to where the user says so."""
    return f"magpain/{__version__} ({HOME}{f'; mailto:{contact}' if contact else ''})"


def allowed(address: str) -> bool:
    """Tell whether an address may be asked: by https, or this machine itself."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.scheme == "https" or _is_loopback(address))
    except ValueError:
        return False


def base(default: str, chosen: str | None, variable: str) -> str:
    """Return a service's address, or the one that a variable names; raise QuestionError where it may not be asked."""
    address = (chosen or default).rstrip("/")
    if not allowed(address):
        raise QuestionError(f"expected an https address in {variable}, not {address}")
    return address


class Fetcher:
    """Asks one question at a time; what it waits by can be exchanged for tests."""

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
        self._opener: Any = None

    def get(self, address: str, pause: float) -> bytes | None:
        """Return the answer, or None where the service says that there is no such thing (404).

        Raises UnreachableError when the attempts are used up, or the service asks for more patience than there is.
        """
        for attempt in range(1, self._patience.attempts + 1):
            self._wait(pause)
            try:
                return self._once(address)
            except _RetryError as error:
                after = self._patience.between * 2 ** (attempt - 1) if error.after is None else error.after
                if attempt == self._patience.attempts or after > self._patience.longest:
                    raise UnreachableError(str(error)) from error
                self._sleep(after)
        raise UnreachableError("it was never asked")

    def _wait(self, pause: float) -> None:
        """Wait until the pause since the last question is over."""
        now = self._clock()
        if now < self._free_at:
            self._sleep(self._free_at - now)
        self._free_at = max(now, self._free_at) + pause

    def _once(self, address: str) -> bytes | None:
        import http.client  # only a call that is told to uses the network
        import urllib.error
        import urllib.request

        headers = {"User-Agent": agent(self.contact), "Accept": "application/json"}
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 allowed() says which schemes
        try:
            with self._opened().open(request, timeout=self._patience.silence) as response:
                return self._body(response)
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 404:
                    return None
                raise _refusal(error.code, error.headers.get("Retry-After")) from error
        except urllib.error.URLError as error:
            if not isinstance(error.reason, TimeoutError):
                raise _RetryError(f"no connection: {error.reason}") from error
            raise _RetryError(self._silent()) from error
        except TimeoutError as error:
            raise _RetryError(self._silent()) from error
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise _RetryError(f"the connection broke: {type(error).__name__}") from error

    def _silent(self) -> str:
        return f"no answer within {self._patience.silence:g} seconds"

    def _opened(self) -> Any:
        if self._opener is None:
            self._opener = _opener()
        return self._opener

    def _body(self, response: Any) -> bytes:
        """Read an answer within its time and size; one that is shorter than it says was cut off."""
        until = self._clock() + self._patience.answer
        body = bytearray()
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > self._patience.most_bytes:
                raise UnreachableError(f"the answer is longer than {self._patience.most_bytes} bytes")
            if self._clock() > until:
                raise _RetryError(f"the answer took longer than {self._patience.answer:g} seconds")
        if response.length:
            raise _RetryError("the answer was cut off")
        return bytes(body)


def _refusal(status: int, retry_after: str | None) -> Exception:
    """Return what a status means: another attempt may help where the service is busy, and nowhere else."""
    why = f"it answered with status {status}" + (" (too many questions)" if status == 429 else "")
    return _RetryError(why, _seconds(retry_after)) if status in _BUSY else UnreachableError(why)


def _seconds(retry_after: str | None) -> float | None:
    """Return what Retry-After asks for, a number of seconds or a date, in seconds from now; None without it."""
    if not retry_after:
        return None
    if retry_after.strip().isascii() and retry_after.strip().isdigit():
        return float(retry_after.strip()[:9])
    from email.utils import parsedate_to_datetime  # hardly ever needed

    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _is_loopback(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


def _opener() -> Any:
    """Return what opens addresses: by https or on this machine alone, redirects too, and that without a proxy."""
    import urllib.error  # only a call that is told to uses the network
    import urllib.request

    class Redirects(urllib.request.HTTPRedirectHandler):
        max_redirections = 3

        def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
            if not allowed(newurl) or (_is_loopback(newurl) and not _is_loopback(req.full_url)):
                raise urllib.error.URLError("it redirects to an address that isn't https")
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    class Proxies(urllib.request.ProxyHandler):
        def proxy_open(self, req: Any, proxy: str, type: str) -> Any:  # noqa: A002 urllib's name
            return None if _is_loopback(req.full_url) else super().proxy_open(req, proxy, type)

    return urllib.request.build_opener(Redirects, Proxies)
