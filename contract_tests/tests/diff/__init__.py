"""Tests of the judge of changes."""
