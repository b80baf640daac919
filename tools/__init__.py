"""Generators that users never run: the command grammar, the manual pages, the reference pages, the line count."""
