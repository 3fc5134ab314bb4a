"""The Board's pages: its figures beside others, each with its definition, and the way down to the records."""
