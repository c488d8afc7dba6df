"""Servers that break the contract, one promise each: what the laws are measured with.

One file a class. `conforming` has the servers that break nothing.
"""

from contract_tests.faults import authentication, errors, http, ids, meaning, requests, schema, state
from contract_tests.faults.fault import Fault, faults

CLASSES = {
    "bytes": faults(http.FAULTS),
    "shape": faults(schema.FAULTS),
    "meaning": faults(meaning.FAULTS),
    "errors": faults(errors.FAULTS),
    "authentication": faults(authentication.FAULTS),
    "ids": faults(ids.FAULTS),
    "requests": faults(requests.FAULTS),
    "state": faults(state.FAULTS),
}
FAULTS: tuple[Fault, ...] = sum(CLASSES.values(), ())

# Laws that never are the only one to notice a fault, and why they are laws nevertheless.
NEVER_ALONE = {
    "no-token": "asks first what token-forms asks again and more: a budget may end in between",
    "no-redirect": "a redirect is a wrong status to every law that asked; in recorded traffic nobody asked",
    "one-connection": "a function has no connections; its fault is planted in test_faults.py",
}
