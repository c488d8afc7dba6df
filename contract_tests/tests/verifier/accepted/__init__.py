"""Tests of the accept file."""
