"""Holdfast: the system that a local child-safeguarding partnership runs on."""
