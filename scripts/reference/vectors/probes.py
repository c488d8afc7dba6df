"""Probes by keyword: values that satisfy the keyword at a place, and values that violate it and nothing else.

Where a keyword beside it forbids a value, the next probe of the same case is taken, if there is one.
"""

from collections.abc import Callable, Iterator

from scripts.reference.vectors import formats, limits, structure
from scripts.reference.vectors.site import Probe, Site

PROBES: dict[str, Callable[[Site], Iterator[Probe]]] = {
    "type": structure.of_type,
    "required": structure.of_required,
    "properties": structure.of_properties,
    "items": structure.of_items,
    "additionalProperties": structure.of_additional_properties,
    "oneOf": structure.of_alternatives,
    "anyOf": structure.of_alternatives,
    "format": formats.of_format,
    "enum": limits.of_enum,
    "const": limits.of_const,
    "minimum": limits.of_minimum,
    "maximum": limits.of_maximum,
    "exclusiveMinimum": limits.of_exclusive_minimum,
    "exclusiveMaximum": limits.of_exclusive_maximum,
    "multipleOf": limits.of_multiple,
    "minLength": limits.of_min_length,
    "maxLength": limits.of_max_length,
    "pattern": limits.of_pattern,
    "minItems": limits.of_min_items,
    "maxItems": limits.of_max_items,
    "uniqueItems": limits.of_unique_items,
}
