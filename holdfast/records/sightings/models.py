"""What each agency saw of a child, and the injuries seen."""
