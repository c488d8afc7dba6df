"""One file for each format of the reference."""
