"""The laws of every operation; importing the package registers them."""

from contract_tests.verifier.laws import errors, http, schema

__all__ = ["errors", "http", "schema"]
