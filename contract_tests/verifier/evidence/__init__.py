"""Evidence: what was seen, and what was not, at every place of the answers' schemas."""
