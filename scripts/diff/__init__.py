"""What a change of openapi.yaml means: on the wire, in callers' source, in the words; and which version it demands."""
