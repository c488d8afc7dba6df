"""Tests of the reader of openapi.yaml and of its rules."""
