"""All that is known of stopping a send, and of no other operation; importing the room registers its laws."""

from contract_tests.stop import laws

__all__ = ["laws"]
