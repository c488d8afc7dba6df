# Generated from openapi.yaml by `nox -s generate`; do not edit.
BASE_URL = "https://api.comm.com/api"
VERSION = "0.1.0"
