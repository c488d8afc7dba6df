"""Tests of scripts.page: comparing the published page with the contract."""
