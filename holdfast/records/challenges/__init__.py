"""A professional disagrees with a decision, and is heard."""
