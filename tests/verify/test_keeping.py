"""docs/keeping.md's commands, run in their order against a server on this machine, as a reader would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs/keeping.md"
BLOCKS = re.findall(r"<!-- not run: [^\n]*test_keeping\.py\) -->\n```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
# What the page says of each command's end: nothing wrong is found in a file that the services agree with.
CALM = (0,)


def test_the_page_has_commands_of_each_step():
    text = "".join(BLOCKS)
    for step in ("verify --online", "--retractions", "--numbers --online", "watch --online", "check", "diff"):
        assert f"magpain {step}" in text or step in text


@pytest.mark.long  # the polite waits between requests
def test_every_command_of_the_page_ends_well(small, service, kb, tmp_path):
    (tmp_path / "mine.yaml").write_bytes(small.read_bytes())
    (tmp_path / "retraction_watch.csv").write_text(
        "OriginalPaperDOI,OriginalPaperPubMedID,RetractionDOI,RetractionNature,Reason,RetractionDate\n"
        "10.1000/other,0,10.1000/notice,Retraction,+Fabrication;,1/26/2023 0:00\n",
        encoding="utf-8",
    )
    for number, citation in enumerate(kb.citations.values()):
        if citation.PMID:
            service.abstracts[citation.PMID] = f"<AbstractText>Abstract {number}.</AbstractText>"
    scripts = Path(sys.executable).parent
    environment = {
        "PATH": f"{scripts}:{os.environ['PATH']}",
        "PYTHONUTF8": "1",
        "MAGPAIN_CACHE": str(tmp_path / "cache"),
        **service.environment(),
    }
    done = subprocess.run(
        ["bash", "-e", "-c", "".join(BLOCKS)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("citations.csv", "numbers.csv", "new.ris"):
        assert (tmp_path / name).exists()
    assert "No request" not in done.stdout
    assert any("mailto:you@example.org" in each["User-Agent"] for each in service.headers)
