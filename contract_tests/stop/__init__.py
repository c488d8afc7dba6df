"""All that is known of stopping a send, and of no other operation."""
