"""Tests of the bench. None of them measures anything."""
