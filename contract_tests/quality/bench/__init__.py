"""`nox -s bench`: what users feel, measured side by side with a peer where there is one. A module a subject."""
