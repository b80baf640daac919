"""The completion scripts for four shells, and the replies to them.

The scripts contain nothing about the commands. They pass the words on the line to `magpain __complete SHELL WORD...`,
with the word to complete last, and read the reply: `words`, `files` or `folders`, then one word per line with its help.
"""

from __future__ import annotations

import sys
from collections import namedtuple
from collections.abc import Sequence

from magpain.shell import completion
from magpain.shell.completion import Candidate, Offer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Shell = Literal["bash", "zsh", "fish", "powershell"]

_HEADER = """\
# Completion of magpain for {name}, printed by `magpain completion {command}`.
"""

_BASH = """\
_magpain() {
    local program=${COMP_WORDS[0]/#\\~/$HOME} kind word
    COMPREPLY=()
    type -P -- "$program" >/dev/null || program=magpain
    {
        IFS= read -r kind
        while IFS= read -r word; do
            COMPREPLY+=("$word")
        done
    } < <("$program" __complete bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null </dev/null)
    case $kind in
        files) compopt -o default 2>/dev/null ;;
        folders) compopt -o dirnames 2>/dev/null ;;
        *) compopt -o nosort 2>/dev/null ;;
    esac
    return 0
}
complete -F _magpain magpain
"""

_ZSH = """\
_magpain() {
    local program=${(Q)words[1]/#\\~\\//$HOME/}
    local -a answer
    (( $+commands[$program] )) || [[ -x $program ]] || program=magpain
    answer=("${(@f)$("$program" __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null </dev/null)}")
    case $answer[1] in
        files|folders)
            [[ $PREFIX == --*=* ]] && compset -P '*='
            if [[ $answer[1] == files ]]; then _files; else _files -/; fi ;;
        *)
            shift answer
            _describe -V -t magpain magpain answer -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' ;;
    esac
}

if [[ $funcstack[1] == _magpain ]]; then
    _magpain "$@"
else
    compdef _magpain magpain
fi
"""

_FISH = """\
function __magpain_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    type -q -- $program; or set program magpain
    set -l answer ($program __complete fish $words[2..-1] $current 2>/dev/null </dev/null)
    set -l path (string replace -r -- '^--[a-z]+=' '' $current)
    set -l option (string sub -l (math (string length -- $current) - (string length -- $path)) -- $current)
    switch "$answer[1]"
        case files
            printf '%s\\n' $option(__fish_complete_path $path)
        case folders
            printf '%s\\n' $option(__fish_complete_directories $path)
        case '*'
            test (count $answer) -gt 1; and printf '%s\\n' $answer[2..-1]
    end
end

complete -c magpain -f -k -a '(__magpain_complete)'
"""

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName magpain -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
                         else { $_.Extent.Text } })
    # The word in question goes after a "=", since older versions don't pass an empty one on.
    $program = $commandAst.CommandElements[0].Extent.Text
    $answer = @(& $program __complete powershell @words "=$wordToComplete" 2>$null)
    if ($answer.Count -lt 2) { return }
    foreach ($line in $answer[1..($answer.Count - 1)]) {
        $word, $help = $line -split "`t", 2
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $help)
    }
}
"""

SCRIPTS: dict[Shell, str] = {
    "bash": _HEADER.format(name="Bash", command="bash") + _BASH,
    "zsh": "#compdef magpain\n" + _HEADER.format(name="Zsh", command="zsh") + _ZSH,
    "fish": _HEADER.format(name="fish", command="fish") + _FISH,
    "powershell": _HEADER.format(name="PowerShell", command="powershell") + _POWERSHELL,
}


class Typed(namedtuple("Typed", ("words", "quote", "parted"), defaults=("", ""))):
    """The words of a line as the program would get them, and the quote and option that precede the last word."""

    __slots__ = ()
    words: tuple[str, ...]
    quote: str
    parted: str


def respond(arguments: Sequence[str]) -> int:
    """Reply to a completion script and return the exit status; `arguments` are the shell and the words on the line.

    Errors are never reported on stderr: they would appear in the middle of the line being typed.
    """
    try:
        shell = next(known for known in SCRIPTS if known == arguments[0])
        line = typed(shell, list(arguments[1:]))
        found = completion.offer(line.words)
        if shell == "bash" and any(word and set(word) <= _BREAKS for word in arguments[2:]):
            # The spaces around a colon are not known: usually there are none, else one after it ("knee: sore").
            readings = (_rejoined(list(arguments[1:]), after=True), _rejoined(list(arguments[1:]), after=False))
            offers = [(whole, completion.offer(whole.words)) for whole in readings]
            fitting = (each for each in offers if each[1].words or each[1].kind != "words")
            line, found = next(fitting, (line, found))
        text = answer(shell, found, line)
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt):
        return 1
    return 0


def typed(shell: Shell, words: list[str]) -> Typed:
    """Return the words that a script passed on, as the program would get them."""
    *before, last = words or [""]
    if shell == "powershell":
        return Typed((*before, last.removeprefix("=").strip("'\"")))
    if shell == "zsh":
        return Typed((*before, last))
    if shell == "fish":
        return Typed((*before, _unquoted(last)))
    return _typed_in_bash([*before, last])


# Characters that Bash makes separate words (COMP_WORDBREAKS), with or without spaces around them.
_BREAKS = frozenset(":=")


def _rejoined(words: list[str], *, after: bool) -> Typed:
    """Join the words that Bash split at a colon or equals sign (ICD:8E43 is three); if `after`, the next word too."""
    joined: list[str] = []
    parted = ""
    inside = False
    for word in words:
        if joined and word and set(word) <= _BREAKS:
            joined[-1] += word
            parted, inside = joined[-1], after
        elif inside:
            joined[-1] += _unquoted(word)
            inside = False
        else:
            joined.append(_unquoted(word))
            parted = ""
    quote = words[-1][:1] if words[-1][:1] in ("'", '"') else ""
    return Typed(tuple(joined), quote, parted)


def _typed_in_bash(words: list[str]) -> Typed:
    """Undo how Bash splits a line: its words are unprocessed, and an option's `=` and value are separate words."""
    joined: list[str] = []
    parted = ""
    for place, word in enumerate(words):
        parted = ""
        if word == "=" and joined and joined[-1].startswith("--"):
            joined[-1] += "="
            parted = joined[-1]
        elif place > 1 and words[place - 1] == "=" and joined[-1].endswith("=") and joined[-1].startswith("--"):
            parted = joined[-1]
            joined[-1] += _unquoted(word)
        else:
            joined.append(_unquoted(word))
    quote = words[-1][:1] if words[-1][:1] in ("'", '"') else ""
    return Typed(tuple(joined), quote, parted)


def _unquoted(word: str) -> str:
    """Return an unprocessed word without its quotes and backslashes; nothing in it is expanded or run."""
    if not set(word) & set("'\"\\"):
        return word
    import re  # slow to load, and most words need no unquoting

    parts = re.findall(r"""'([^']*)'?|"((?:\\.|[^"\\])*)"?|\\(.)|([^'"\\]+)""", word)
    return "".join(
        single or re.sub(r'\\(["\\$`])', r"\1", double) or escaped or bare for single, double, escaped, bare in parts
    )


def answer(shell: Shell, found: Offer, line: Typed) -> str:
    """Return the output of `__complete` for a shell: the kind, then each word in that shell's form."""
    lines: list[str] = [found.kind]
    for item in found.words:
        lines += _SPOKEN[shell](item, line)
    return "".join(f"{text}\n" for text in lines)


def _bash(item: Candidate, line: Typed) -> list[str]:
    """Return the word quoted to match the quotes on the line, because Bash inserts it unchanged."""
    value = item.value.removeprefix(line.parted)
    if line.quote == "'":
        return [] if "'" in value else [value]
    if line.quote == '"':
        # Within double quotes an interactive Bash expands "!" from its history, and a backslash would stay in the word.
        return [] if "!" in value else ["".join(f"\\{char}" if char in '"\\$`' else char for char in value)]
    return ["".join(char if char.isalnum() or char in "_@%+=:,./-" else f"\\{char}" for char in value)]


def _zsh(item: Candidate, _line: Typed) -> list[str]:
    """Return the word and its help, separated by a colon; zsh does the quoting."""
    value = item.value.replace("\\", "\\\\").replace(":", "\\:")
    return [f"{value}:{item.help}" if item.help else value]


def _fish(item: Candidate, _line: Typed) -> list[str]:
    """Return the word for fish, which quotes by itself."""
    return [f"{item.value}\t{item.help}" if item.help else item.value]


def _powershell(item: Candidate, _line: Typed) -> list[str]:
    """Return the word quoted, because PowerShell inserts it unchanged, with a help, which it requires."""
    name, _, value = item.value.partition("=")
    plain = name and all(char.isalnum() or char in "_./+-" for char in name + value)
    quoted = item.value if plain else "'" + "".join(char * (1 + (char in _QUOTES)) for char in item.value) + "'"
    return [f"{quoted}\t{item.help or item.value}"]


# Characters that PowerShell treats as a single quote.
_QUOTES = "'\u2018\u2019\u201a\u201b"
_SPOKEN = {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell}
