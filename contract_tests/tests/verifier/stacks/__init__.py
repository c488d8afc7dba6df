"""The stop as users of common frameworks write it, each in a file that imports nothing of the verifier."""
