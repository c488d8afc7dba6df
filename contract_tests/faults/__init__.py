"""Servers that break the contract, one promise each: what the laws are measured with."""

from contract_tests.faults import authentication, errors, ids, requests, send, shape, state, wire
from contract_tests.faults.fault import Fault

CLASSES = {
    "bytes": wire.FAULTS,
    "shape": shape.FAULTS,
    "meaning": send.FAULTS,
    "errors": errors.FAULTS,
    "authentication": authentication.FAULTS,
    "ids": ids.FAULTS,
    "requests": requests.FAULTS,
    "state": state.FAULTS,
}
FAULTS: tuple[Fault, ...] = tuple(fault for faults in CLASSES.values() for fault in faults)
