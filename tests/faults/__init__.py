"""The installed command against odd arguments, outputs, files and surroundings: what docs/security.md promises of it.

`python -m tests.faults` runs all of it and prints the numbers; MAGPAIN_FAULTS=long tries more of each kind.
"""
