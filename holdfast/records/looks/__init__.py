"""A manager looks again: what a check asked about a child, and what was decided."""
