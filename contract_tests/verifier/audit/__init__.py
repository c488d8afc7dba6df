"""Holds recorded traffic against the contract."""
