"""Test vectors: values for each keyword, sample values, and the walk through the schemas."""
