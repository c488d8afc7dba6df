# Generated from openapi.yaml by `nox -s generate`; do not edit.
"""The requests of all operations, in a package for each tag: for `send`, which returns the whole response."""
