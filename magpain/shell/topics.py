"""The help topics: what concerns every command, told once, for `magpain help TOPIC` and the manual pages."""

from __future__ import annotations

from typing import NamedTuple


class Topic(NamedTuple):
    """A help topic: one line about it, and its text, in which an indented line stands as it is."""

    summary: str
    text: str


TOPICS = {
    "names": Topic(
        "how a condition or group can be called",
        """\
Wherever a command takes a NAME, any of these will do, in this order:

    its id                 magpain show fibromyalgia
    its name               magpain show "Renal colic"
    a synonym              magpain show period pain
    a code (MeSH, ICD)     magpain show D005356
    a question             magpain show does magnesium help with period pain?

Case, accents, dashes, plurals, the order of words and British or American
spelling don't matter, and a name of several words needs no quotes (but
compare, which takes several names, wants each as one word: an id, or in
quotes). A former id leads to where its condition is now.

If a name isn't exact, the page says first what it was taken for. If it could
mean several conditions, or a word of it isn't covered, magpain lists the
nearest with their verdicts instead. It never guesses a misspelled name, and
says so if a condition was searched for and isn't covered. The exit status is
then 1.
""",
    ),
    "search-syntax": Topic(
        "how a question to `magpain search` is written",
        """\
Every word must occur, in any form that shares its stem: attack finds attacks.
A lay name finds its condition.

    migraine aura          both words
    "attack frequency"     these words, in this order
    magnes*                words that begin so
    author:peikert         a filter; more of them narrow the search
    year:1996              that year
    year:2010-2020         these years and those between

The filters are these:

    kind        condition, finding, study, claim, citation or background
    condition   the id of a condition, or how it begins
    group       the id of a group, or how it begins
    author      an author's family name, or how it begins
    year        a year, or two with a dash between
    design      the design of a study, such as rct
    direction   favours-intervention, favours-comparator, no-difference,
                mixed or unclear
    route       oral, intravenous, ...
    level       high, moderate, low, very-low or none

A shell takes double quotes for itself; put single quotes around the whole
question:

    magpain search '"attack frequency" placebo'

The best fit comes first. --limit says how many are shown.
""",
    ),
    "formats": Topic(
        "what an answer can be written in",
        """\
-f FORMAT, or --format FORMAT, chooses one:

    text       a page for reading, as wide and colourful as the terminal
    json       one object: schema_version, and the answer under its own key
    jsonl      a list, one JSON object a line
    csv, tsv   a table with a header (csv), or without one (tsv)
    markdown   a page, for a document
    bibtex, biblatex, ris, csl, nbib
               the references behind the answer, for a reference manager
    svg        the picture of `magpain forest` and `magpain map`
    html       a page for a browser (needs magpain[html])
    sarif, github
               what `magpain check` finds, for code scanning, or as
               annotations of a GitHub workflow

Without -f, the name that -o gives decides, where it ends in .json, .jsonl,
.csv, .tsv, .md, .bib, .ris, .nbib, .svg, .html or .sarif. Otherwise an answer
is text; but a list that goes to a pipe or a file is tab-separated, one record
a line, nothing cut.

--json is short for -f json, and --json=id,name keeps only these fields.
`magpain schema --output` prints the JSON Schema of the answers. Fields are
only ever added to it.

-o FILE writes a file whole or not at all, and never over the knowledge file.
--ascii writes ASCII only. Standard output holds the answer and nothing else;
everything else is on standard error.
""",
    ),
    "environment": Topic(
        "the environment variables that magpain heeds",
        """\
    MAGPAIN_DATA   the knowledge file to read; --data outranks it
    MAGPAIN_CACHE  the folder for compiled copies of knowledge files, and
                   what `magpain verify` fetched; empty: none are kept
    XDG_CACHE_HOME, LOCALAPPDATA
                   without MAGPAIN_CACHE, the copies are in magpain there,
                   or in the cache folder of your home
    NO_COLOR       not empty: no colour
    FORCE_COLOR    0: no colour; anything else: colour, in a pipe as well
    MAGPAIN_CONTACT
                   the mail address that `magpain verify --online` names
                   to the services it asks; --contact outranks it
    MAGPAIN_CROSSREF, MAGPAIN_PUBMED, MAGPAIN_EUROPEPMC
                   mirrors that `magpain verify` asks instead of the
                   services: https addresses, or http on this machine
    https_proxy, no_proxy
                   heeded by `magpain verify --online`
    TERM           dumb: no colour
    COLUMNS        the width of a page, from 40 to 120; else it is the
                   terminal's, or 80 in a pipe

--color outranks NO_COLOR, which outranks FORCE_COLOR, which outranks what the
terminal can do.

Nothing else is read: no configuration file, and nothing in the current
directory. magpain never uses the network, but for `magpain verify --online`.
""",
    ),
    "exit-status": Topic(
        "what the exit status of a call means",
        """\
    0     answered
    1     understood, and the answer is no: no such name, nothing found,
          `magpain check` found an error, or `magpain verify` a difference
          or a notice that the file doesn't know
    2     the question was malformed
    3     the knowledge file can't be believed: missing, unreadable or
          unsound
    4     the answer couldn't be written
    5     `magpain verify` found nothing wrong, but could not compare
          everything
    70    a bug; --debug shows its traceback
    130   interrupted

What went wrong stands on standard error, in one line; with --json, as a JSON
object. Where the reader of a pipe goes away (`magpain studies | head -3`),
the call ends quietly, with 0.
""",
    ),
}
