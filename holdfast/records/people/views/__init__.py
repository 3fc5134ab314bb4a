"""The pages about who people are: writing it down, and saying which records are of one person."""
