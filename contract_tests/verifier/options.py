"""Options of a command: read, or refused in one sentence."""

import argparse
import os
import re
import sys
from pathlib import Path
from typing import NoReturn

from contract_tests.verifier.evidence import form
from contract_tests.verifier.outcome import STATUSES, UNPROVEN

NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)
"""More digits are no number of seconds, minutes or requests that a run could use."""

LONGEST = 40
"""How many characters of a text that is no number are shown."""


class WrongOptionError(SystemExit):
    """An option is wrong; `sentence` says what, and was printed. It ends the process with exit status 2."""

    def __init__(self, sentence: str) -> None:
        """Take the sentence."""
        super().__init__(STATUSES[UNPROVEN])
        self.sentence = sentence


class Parser(argparse.ArgumentParser):
    """A parser that refuses wrong options in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Print the sentence, and end."""
        sentence = f"{message}; see --help."
        print(f"{self.prog}: {sentence}", file=sys.stderr)
        raise WrongOptionError(sentence)


def new_file(text: str) -> Path:
    """Read the path of a file to be written, before anything is done that the file is to tell of."""
    path = Path(text)
    if path.is_dir() or not next(above for above in path.absolute().parents if above.exists()).is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is no path of a file: it is a directory, or below a file")
    return path


def evidence_file(text: str) -> Path:
    """Read the path of a file of evidence to be written, which overwrites nothing but evidence."""
    path = new_file(text)
    try:
        form.check_replaceable(path)
    except form.EvidenceError as error:
        raise argparse.ArgumentTypeError(str(error).rstrip(".")) from None
    return path


def absent_file(text: str) -> Path:
    """Read the path of a file that is to be written and must not exist yet: people edit it afterwards."""
    path = new_file(text)
    if path.exists():
        raise argparse.ArgumentTypeError(f"{text!r} exists already: give a file that does not")
    return path


def shown(text: str) -> str:
    """A text that is no number, in quotes; a long one is cut."""
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST]}...")


def count(text: str) -> int:
    """Read a whole number from 1."""
    if not (re.fullmatch("[0-9]{1,9}", text) and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{shown(text)} is no whole number from 1, of at most nine digits")
    return int(text)


def amount(text: str) -> float:
    """Read a number above 0."""
    if not (NUMBER.fullmatch(text) and float(text) > 0):
        raise argparse.ArgumentTypeError(f"{shown(text)} is no number above 0, of at most nine digits")
    return float(text)


def minutes(text: str) -> float:
    """Read a number from 0."""
    if not NUMBER.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{shown(text)} is no number of minutes")
    return float(text)


def cores() -> int:
    """How many processes this one may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
