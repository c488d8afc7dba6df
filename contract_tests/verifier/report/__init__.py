"""An outcome for people and machines: terminal, HTML, JUnit."""
