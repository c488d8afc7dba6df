"""The laws of every operation; importing the package registers them."""

from contract_tests.verifier.laws import authentication, calls, errors, http, ids, methods, schema

__all__ = ["authentication", "calls", "errors", "http", "ids", "methods", "schema"]
