"""Tests of the planted faults and mutants."""
