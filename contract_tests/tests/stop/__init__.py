"""Tests of what is known about stopping a send."""
