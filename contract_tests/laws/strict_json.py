"""Laws of bytes: what is JSON must be JSON to every reader, not only to a forgiving one."""
