"""Watch the vendor's documentation page: fetch it in both forms, and say what needs a look."""
