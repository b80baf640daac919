"""Coverage-guided fuzzing of the reader, the rules, and the compiled copy with atheris (Linux only).

    pip install --group fuzz
    python fuzz/reader.py fuzz/corpus -max_total_time=3600            the reader and the rules, for an hour
    python fuzz/reader.py --copy fuzz/corpus -max_total_time=3600     a compiled copy, damaged

New inputs go into the first folder that is named; .ci/run names a scratch one before fuzz/corpus, which only grows by
what somebody commits. Any exception but a clear refusal ends the run, and libFuzzer writes the input that made it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["magpain"]):
    from magpain import compiled, knowledge, skeleton
    from magpain.compiled import build, copies, sqlite_view  # noqa: F401 what is imported where it is used isn't seen
    from magpain.errors import DamagedCopyError
    from magpain.knowledge import decode, locate, name_index, reading, rules, source  # noqa: F401
    from magpain.model import SECTIONS, Knowledge

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from inputs import verdict


def read(data: bytes) -> None:
    """A file of any bytes is sound or refused, with a place and a reason for each fault, and never both."""
    verdict(FILE, data)


def damaged_copy(data: bytes) -> None:
    """A copy with any bytes put in is told to be damaged, or made anew, or tells what the file tells, or less."""
    feed = atheris.FuzzedDataProvider(data)
    whole = bytearray(COPY[1])
    if feed.ConsumeBool():
        del whole[feed.ConsumeIntInRange(0, len(whole)) :]
    for _place in range(feed.ConsumeIntInRange(0, 8)):
        place = feed.ConsumeIntInRange(0, max(0, len(whole) - 1))
        put = feed.ConsumeBytes(feed.ConsumeIntInRange(0, 16))
        whole[place : place + len(put)] = put
    COPY[0].write_bytes(bytes(whole))
    with contextlib.suppress(DamagedCopyError):
        for section, records in records_of(compiled.load(str(FILE))).items():
            if any(SOUND[section].get(key) != record for key, record in records.items()):
                raise RuntimeError(f"the copy tells something else than the file: {section}")


def records_of(known: Knowledge) -> dict[str, dict[str, object]]:
    """Return the records of some knowledge, by section and id."""
    return {section: dict(getattr(known, section).items()) for section in SECTIONS}


def told(known: Knowledge) -> list[object]:
    """Return all that some knowledge tells, section by section, read to the last record."""
    sections = ("background", "safety", "groups", "conditions", "studies", "citations", "names", "studies_of")
    return [known.intervention, known.reviewed, known.dosing, *(dict(getattr(known, name)) for name in sections)]


def prepared() -> tuple[Path, bytes]:
    """Write a sound file, old enough to be copied, have it copied, and return where the copy is and what it holds."""
    FILE.write_text(skeleton.TEXT, encoding="utf-8")
    os.utime(FILE, (1_000_000_000, 1_000_000_000))
    if told(compiled.load(str(FILE))) != told(knowledge.load(FILE)):
        raise RuntimeError("the copy tells something else than the file")
    (copy,) = (HOME / "cache").glob("*")
    return copy, copy.read_bytes()


def main() -> None:
    """Fuzz until libFuzzer's own arguments say that it is enough."""
    # libFuzzer ends the process itself, after Python's exit handlers.
    atexit.register(shutil.rmtree, HOME, ignore_errors=True)
    arguments = [argument for argument in sys.argv if argument != "--copy"]
    atheris.Setup(arguments, read if arguments == sys.argv else damaged_copy)
    atheris.Fuzz()


HOME = Path(tempfile.mkdtemp(prefix="magpain-fuzz-"))
FILE = HOME / "file.yaml"
os.environ["MAGPAIN_CACHE"] = str(HOME / "cache")

if __name__ == "__main__":
    COPY = prepared()
    SOUND = records_of(knowledge.load(FILE))
    main()
