# Generated from openapi.yaml by `nox -s generate`; do not edit.
"""What the contract says of the API as a whole."""

BASE_URL = "https://api.comm.com/api"
VERSION = "0.1.0"
