"""Tests of the reader of the published page."""
