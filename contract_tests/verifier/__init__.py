"""Checks a server against the contract; knows no operation by name."""
