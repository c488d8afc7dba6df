"""What a server of this contract must keep: one table, one file a subject."""
