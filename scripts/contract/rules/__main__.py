"""`python -m scripts.contract.rules` prints a line for each breach of a rule, or one line when there is none.

Exit status: 0 no breach, 1 breaches, 2 the contract cannot be read.
"""

import sys

from scripts.contract.rules.command import main
from scripts.crash import guarded

if __name__ == "__main__":
    sys.exit(guarded("rules", main, sys.argv[1:]))
