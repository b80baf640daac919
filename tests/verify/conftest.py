"""What the tests of `verify` share: a server that answers as the services do, time that only passes when waited for."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import service as services
from service import TODAY, Service

from magpain import cli, compiled, knowledge
from magpain import verify as verifying
from magpain.answers import Verified, VerifyPage
from magpain.model import Knowledge
from magpain.query import common
from magpain.verify import download, fetching
from magpain.verify.answer_cache import AnswerCache
from magpain.verify.download import Session
from magpain.verify.fetching import Fetcher, Patience

# Long enough for an answer from this machine, and short where a test waits for the end of it.
PATIENCE = Patience(silence=10.0)


class Clock:
    """A clock that only passes when somebody waits, and remembers how long they did."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(kb: Knowledge) -> Iterator[Service]:
    """Return a running server that knows every citation of the small file that has an identifier."""
    known = {key: each for key, each in kb.citations.items() if each.DOI or each.PMID or each.PMCID}
    with services.serving(Service(known)) as running:
        yield running


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return tmp_path / "verify" / "answers.sqlite"


@pytest.fixture
def ask(kb: Knowledge, service: Service, clock: Clock, store_path: Path) -> Callable[..., VerifyPage]:
    """Return a function that verifies some citations against the server, or with `online=False` against the store."""

    def verify(
        *keys: str, online: bool = True, older: int = 30, today: datetime.date = TODAY, **more: Any
    ) -> VerifyPage:
        patience = more.pop("patience", PATIENCE)
        fetcher = Fetcher(more.pop("contact", None), patience, clock, clock.sleep) if online else None
        store = AnswerCache(store_path)
        try:
            return verifying.verify(
                common.references(more.pop("knowledge", kb), keys or tuple(kb.citations)),
                Session(
                    download.bases(service.environment()),
                    store,
                    today,
                    today - datetime.timedelta(days=older - 1),
                    fetcher,
                    **more,
                ),
            )
        finally:
            store.close()

    return verify


@pytest.fixture
def one(ask: Callable[..., VerifyPage]) -> Callable[..., Verified]:
    """Return a function that verifies one citation."""
    return lambda key, **more: ask(key, **more).verified[0]


@pytest.fixture
def run_command(
    small: Path, service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs a command here, where time only passes when waited for."""
    monkeypatch.setattr(fetching, "Fetcher", functools.partial(fetching.Fetcher, clock=clock, sleep=clock.sleep))
    # The connection to a compiled copy may be closed in its own thread only, and the server's would collect it, too.
    monkeypatch.setattr(compiled, "load", lambda data, **_more: knowledge.load(data))
    monkeypatch.setenv("MAGPAIN_DATA", str(small))
    monkeypatch.setenv("MAGPAIN_CACHE", str(tmp_path))
    for name, value in service.environment().items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(list(arguments))
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def run_verify(run_command: Callable[..., tuple[int, str, str]]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs `magpain verify`."""
    return functools.partial(run_command, "verify")
