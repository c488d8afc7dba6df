"""`python -m scripts.diff`: see command.py."""

import sys

from scripts.crash import guarded
from scripts.diff.command import main

if __name__ == "__main__":
    sys.exit(guarded("diff", main))
