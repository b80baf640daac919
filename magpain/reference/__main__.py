"""`python -m magpain.reference docs/reference` writes the reference pages anew."""

from __future__ import annotations

import sys

from magpain.reference import write

if __name__ == "__main__":
    write(sys.argv[1])
