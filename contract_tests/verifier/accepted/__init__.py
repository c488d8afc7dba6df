"""Accepted findings: what a file names, with a reason and until a date, is listed and does not fail the run."""
