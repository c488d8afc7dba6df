"""Measures the measurers: planted faults, mutants of contract, guard and laws, hostile contracts, peers."""
