"""`python -m scripts.page.watch`: see command.py."""

import sys

from scripts.crash import guarded
from scripts.page.watch.command import main

if __name__ == "__main__":
    sys.exit(guarded("watch", main))
