"""Test vectors: probes, samples and the walk over the schemas."""
