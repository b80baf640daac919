"""The help topics about all commands, for `magpain help TOPIC` and the manual pages."""

from __future__ import annotations

from typing import NamedTuple


class Topic(NamedTuple):
    """A help topic: a one-line summary and its text; indented lines are not wrapped."""

    summary: str
    text: str


TOPICS = {
    "names": Topic(
        "how to refer to a condition or group",
        """\
Wherever a command takes a NAME, any of these will do, in this order:

    its id                 magpain show fibromyalgia
    its name               magpain show "Renal colic"
    a synonym              magpain show period pain
    a code (MeSH, ICD)     magpain show D005356
    a question             magpain show does magnesium help period pain?

Case, accents, dashes, plurals, the order of words and British or American
spelling don't matter, and a name of several words needs no quotes (but
compare, which takes several names, wants each as one word: an id, or in
quotes). A former id leads to where its condition is now.

If a name isn't exact, the page says first what it was taken for. A sentence
may tell more ("I'm 71 and wake up with leg cramps"): words that can't be about
anything else are ignored. If it could mean several conditions, if another
illness, cause or part of the body is left over, or if it describes a condition
without its name, magpain lists the nearest with their verdicts instead. It
never guesses a misspelled name, and says so if a condition was searched for
and isn't covered. The exit status is then 1.
""",
    ),
    "search-syntax": Topic(
        "how to write a search query",
        """\
Results contain all the words, in any grammatical form: attack also finds
attacks. Lay names find their conditions.

    migraine aura          both words
    "attack frequency"     these words, in this order
    magnes*                words starting with magnes
    citrate -placebo       the first word, and not the second
    author:peikert         a filter; add more to narrow the search
    year:1996              that year
    year:2010-2020         these years and those between
    year:2010-             that year and all after it
    -design:animal         all but these

The filters are:

    kind        condition, finding, study, claim, citation or background
    condition   a condition id, or the start of one
    group       a group id, or the start of one
    author      an author's family name, or the start of a part of it,
                with or without accents
    year        a year, or two with a dash between; either may be left out
    design      the design of a study, such as rct
    direction   favours-intervention, favours-comparator, no-difference,
                mixed or unclear
    route       oral, intravenous, ...
    level       high, moderate, low, very-low or none

A value that a filter does not know is an error that lists the known ones.

Your shell removes double quotes, so put single quotes around the whole query:

    magpain search '"attack frequency" placebo'

The best matches come first. --limit sets how many are shown.
""",
    ),
    "thresholds": Topic(
        "how large an effect must be to matter",
        """\
An effect has a size where its estimate has an interval, and its kind of
outcome a threshold in the knowledge file: trivial, small, moderate or large.

The estimate decides the size, but it is at most one size above that of the
interval's bound nearer to no effect. "Little or no difference" is said only
where the whole interval lies inside the threshold of the smallest important
effect. A ratio with a known control risk is judged as people per 1000.

`magpain why NAME` quotes the threshold of each finding. These are the
thresholds of the knowledge file, from small to large:

""",
    ),
    "formats": Topic(
        "output formats",
        """\
-f FORMAT, or --format FORMAT, chooses one:

    text       a page to read, fitted to your terminal's width and colours
    json       one object: schema_version, and the answer under its own key
    jsonl      a list, one JSON object per line
    csv, tsv   a table with a header (csv), or without one (tsv)
    markdown   a page, for a document
    bibtex, biblatex, ris, csl, nbib
               the references behind the answer, for a reference manager
    svg        the picture of `magpain forest` and `magpain map`
    html       a page for a browser (needs magpain[html])
    sarif, github
               what `magpain check` finds, for code scanning, or as
               annotations of a GitHub workflow

Without -f, the format follows the extension of the -o file: a dot and a
format's name (.json, .csl, .svg), or .txt, .md, .bib, .ndjson or .htm. Any
other extension is refused. Without one, output is text, except that lists sent
to a pipe or file are tab-separated, one record per line, never truncated.

A page fits a terminal of 80 by 24: it counts what it leaves out, and --full
shows all of it. On a terminal, output that is longer goes through $PAGER, or
less; --no-pager prevents that. --words writes signs and pictures as words, and
--ascii uses ASCII characters only.

--json is short for -f json, and --json=id,name outputs only these fields.
`magpain schema --output` prints the JSON Schema of the answers. Fields are
only ever added to it.

-o FILE writes the file completely or not at all, and never overwrites the
knowledge file; -o - is standard output. Only the answer goes to standard
output; messages go to standard error.
""",
    ),
    "environment": Topic(
        "environment variables magpain uses",
        """\
    MAGPAIN_DATA   knowledge file to read; --data overrides it
    MAGPAIN_CACHE  cache directory, for compiled knowledge files and what
                   `magpain verify` and `magpain watch` downloaded; set it
                   to an empty value to turn caching off
    XDG_CACHE_HOME, LOCALAPPDATA
                   if MAGPAIN_CACHE is not set, the cache is the magpain
                   directory under one of these, or under your home's cache
                   directory
    PAGER          command for output longer than the terminal; default:
                   less -FRX; set it to an empty value to turn paging off
    NO_COLOR       any non-empty value turns colour off
    FORCE_COLOR    0 turns colour off; any other value turns it on, even
                   in a pipe
    MAGPAIN_CONTACT
                   email address that `verify --online` and
                   `watch --online` send to the services; --contact
                   overrides it
    MAGPAIN_CROSSREF, MAGPAIN_PUBMED, MAGPAIN_EUROPEPMC,
    MAGPAIN_CLINICALTRIALS
                   URLs of mirrors to use instead of the services (https,
                   or http on localhost)
    https_proxy, no_proxy
                   used by `verify --online` and `watch --online`
    TERM           dumb turns colour off
    COLUMNS        page width, 20 to 120; default: the terminal width, or
                   80 in a pipe

Order of precedence: --color, NO_COLOR, FORCE_COLOR, then the terminal's
capabilities.

magpain reads no configuration file and nothing from the current directory.
Only `magpain verify --online` and `magpain watch --online` use the network.
""",
    ),
    "exit-status": Topic(
        "exit codes and what they mean",
        """\
    0     success
    1     nothing found: unknown name or no results; or `magpain check`
          found errors, or `magpain verify` found differences,
          contradicted numbers or new notices
    2     usage error: invalid command, option or argument
    3     the knowledge file is missing, unreadable or invalid
    4     the output could not be written
    5     `magpain verify` found no problems, but could not check
          everything, or some searches of `magpain watch` failed
    70    internal error (a bug); --debug shows the traceback
    130   interrupted

Errors go to standard error as one line, or as one JSON object with --json. If
the reading end of a pipe closes early (`magpain studies | head -3`), magpain
exits quietly with 0.
""",
    ),
}
