# Generated from openapi.yaml by `nox -s generate`; do not edit.
"""The requests of one tag, a module for each operation."""
