"""All that is known about stopping a send. Importing the package registers its laws."""

from contract_tests.stop import laws

__all__ = ["laws"]
