"""`python -m contract_tests.mock`, or `python -m comm_sms_mock` of the wheel."""

from .command import main

if __name__ == "__main__":
    main()
