"""What checks: the mock, the guard, Schemathesis and the tests."""
