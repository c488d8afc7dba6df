"""The vendor's documentation page: what it shows, and what it would show of the contract."""
