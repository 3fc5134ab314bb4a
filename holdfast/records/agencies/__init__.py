"""Organisations, their teams, posts, and the people who work there."""
