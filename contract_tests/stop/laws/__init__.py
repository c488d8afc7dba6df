"""The laws of stopping a send; importing the package registers them."""

from contract_tests.stop.laws import consistency, ids, meaning, requests, state

__all__ = ["consistency", "ids", "meaning", "requests", "state"]
