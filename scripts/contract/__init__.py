"""What does the contract say? The document, its operations and its rules."""
