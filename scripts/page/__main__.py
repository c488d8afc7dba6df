"""`python -m scripts.page`: see command.py."""

import sys

from scripts.crash import guarded
from scripts.page.command import main

if __name__ == "__main__":
    sys.exit(guarded("page", main))
