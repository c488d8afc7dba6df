"""Servers that break the contract, one promise each: what the laws are measured with.

One file a class. `conforming` has the servers that break nothing.
"""

from contract_tests.faults import authentication, errors, http, ids, meaning, requests, schema, state
from contract_tests.faults.fault import Fault

CLASSES = {
    "bytes": http.FAULTS,
    "shape": schema.FAULTS,
    "meaning": meaning.FAULTS,
    "errors": errors.FAULTS,
    "authentication": authentication.FAULTS,
    "ids": ids.FAULTS,
    "requests": requests.FAULTS,
    "state": state.FAULTS,
}
FAULTS: tuple[Fault, ...] = tuple(fault for faults in CLASSES.values() for fault in faults)

# Laws that never are the only one to notice a fault, and why they are laws nevertheless.
NEVER_ALONE = {
    "no-token": "asks first what token-forms asks again and more: a budget may end in between",
    "no-redirect": "a redirect is a wrong status to every law that asked; in recorded traffic nobody asked",
    "one-connection": "a function has no connections; its fault is planted in test_faults.py",
}
