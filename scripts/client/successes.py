"""The contract as far as the client has models of it: what operations send, and what they return on success.

The client reads errors into exceptions, whatever their bodies are. Models of those bodies would be code that nothing
calls, and one called ApiError would be taken for the exception of that name.
"""

from copy import deepcopy

from scripts.contract.operations import operations
from scripts.contract.places import reachable
from scripts.contract.values import Object, at, join, members, resolve

_COMPONENTS = ("responses", "schemas")


def without_errors(document: Object) -> Object:
    """A copy in which an error is only its description, without the components that are then used by no operation."""
    trimmed = deepcopy(document)
    for operation in operations(document):
        for status, response in members(operation.place.value.get("responses")).items():
            if not status.startswith("2"):
                description = resolve(document, members(response)).get("description", "")
                members(at(trimmed, join(operation.place.pointer, "responses")))[status] = {"description": description}
    used = {place.pointer for operation in operations(trimmed) for place in reachable(trimmed, operation.place)}
    for kind in _COMPONENTS:
        components = members(members(trimmed.get("components")).get(kind))
        for name in [name for name in components if join("/components", kind, name) not in used]:
            del components[name]
    return trimmed
