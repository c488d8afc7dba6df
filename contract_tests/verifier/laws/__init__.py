"""The laws of every operation: a law is a function with an id, a sentence and a level."""
