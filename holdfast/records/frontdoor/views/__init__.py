"""The pages of the front door: for the public, for professionals, and for those who work there."""
