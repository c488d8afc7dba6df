"""`python -m contract_tests.mock`."""

from contract_tests.mock.command import main

if __name__ == "__main__":
    main()
