"""A contract that has grown to eight operations, a server that keeps it, and servers that break it."""
