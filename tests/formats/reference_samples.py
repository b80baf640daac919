"""Citations, hostile titles, and those who read references, for the tests of the reference formats."""

import datetime
import json
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from magpain.model import Citation, Extraction, IntegrityCheck, Name

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TYPES = (
    "article-journal",
    "book",
    "chapter",
    "legislation",
    "post-weblog",
    "report",
    "thesis",
    "webpage",
)
TRICKY_TITLES = (
    "Mg [magnesium] {NMDA} & pain: 50% of 3_4 cases, $5 #1 ~ x^2 \\ end",
    "Étude du magnésium chez l'enfant: Größe, ñandú, Łódź, İstanbul, Åse",
    "α2δ-1, β-blockers – and Δ9-THC — Mg²⁺ in <i>Rattus</i> *norvegicus*",
    "$100 magnesium", "{Braces} {first}", "\\alpha-lipoic acid", "_under_ **bold** `code` ``quote''",
    'A "quoted" title, with -- and --- and ?` and !` and ,, and <<x>>',
    "Line\r\nER  - \r\nTY  - JOUR\u2028TI  - forged\x85PMID- 1\x0b\x0c\x00\x1b[31m\x7f\u202e",
    "@article{forged, title = {x}}",
    "Магний при боли", "マグネシウムと痛み", "مغنيسيوم", "magnesium 🧲 e\u0301",
)  # fmt: skip

_extraction = Extraction(read="abstract", at="https://example.org/a", date=datetime.date(2026, 1, 2))

anything = st.text(
    st.one_of(
        st.sampled_from("\\{}$&%#_~^<>|`'\"-,;:?!@*[]()=. \t\r\n\u2028\x85\x1bEROTYab"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=60,
)


def citation(**fields):
    return Citation(**{"type": "article-journal", "title": "T", "issued": "2013", "extraction": _extraction} | fields)


FULL = citation(
    title="Is magnesium citrate treatment effective on pain?",
    author=(Name(family="Bagis", given="Selda"), Name(literal="Arthritis and Pain Society")),
    issued="2013-01-05",
    container_title="Rheumatol Int",
    publisher="Springer",
    publisher_place="Berlin",
    volume="33",
    issue="1",
    page="167-72",
    edition="2nd",
    DOI="10.1007/s00296-011-2334-8",
    PMID="22271372",
    PMCID="PMC7468697",
    ISBN="978-0-9870730-5-1",
    URL="https://example.org/a_b%20c?d=1&e=2#f",
    accessed=datetime.date(2026, 1, 2),
    language="en",
    note="author list incomplete as read",
)
RETRACTED = citation(integrity=IntegrityCheck(status="retracted", notes="data made up"))


def normalised(text):
    """Collapse whitespace and controls, as `docs/reference-formats.md` says that every format does."""
    hidden = {"Cc", "Zs", "Zl", "Zp"}
    kept = (" " if unicodedata.category(c) in hidden or c in BIDI_CONTROLS else c for c in text)
    return " ".join("".join(kept).split())


def controls(text, allowed="\n"):
    return [c for c in text if c not in allowed and (unicodedata.category(c) == "Cc" or c in BIDI_CONTROLS)]


def without_raised(text):
    """Read "Mg²⁺" and pandoc's "Mg<sup>2+</sup>" as one text."""
    for tag in ("<sup>", "</sup>", "<sub>", "</sub>"):
        text = text.replace(tag, "")
    raised = ("<super>", "<sub>")
    return "".join(
        unicodedata.normalize("NFKC", c) if unicodedata.decomposition(c).startswith(raised) else c for c in text
    )


def pandoc(text, *arguments):
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--sandbox", *arguments]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True, timeout=60)
    assert done.stderr == b""
    return done.stdout.decode()


def pandoc_items(text, format_name):
    """Read references with pandoc, and return its CSL items by their ids."""
    return {item["id"]: item for item in json.loads(pandoc(text, "-f", format_name, "-t", "csljson"))}


def bibliography(text, format_name):
    """Return the bibliography that citeproc builds from the references, as one line of plain text."""
    return " ".join(pandoc(text, "-f", format_name, "--citeproc", "-t", "plain").split())


# LaTeX's own commands for these characters, which pylatexenc's table lacks or (for the caret) mistakes.
_COMMANDS = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textless": "<",
    "textgreater": ">",
    "textasciicircum": "^",
}


@cache
def latex_decoder():
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=char) for name, char in _COMMANDS.items()]
    context.add_context_category("kernel", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=context, math_mode="verbatim")


def read_by_bibtexparser(text):
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware(decoder=latex_decoder())])
    assert not library.failed_blocks
    assert not library.comments
    return {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}


@cache
def csl_validator():
    """Return a validator of CSL's own schema of its data."""
    schema = json.loads((Path(__file__).parents[1] / "data" / "csl" / "csl-data.json").read_text("utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)
