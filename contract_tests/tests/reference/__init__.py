"""Tests of the schema reference."""
