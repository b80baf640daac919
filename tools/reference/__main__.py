"""`python -m tools.reference docs/reference` writes the reference pages."""

from __future__ import annotations

import sys

from tools.reference import write

if __name__ == "__main__":
    write(sys.argv[1])
