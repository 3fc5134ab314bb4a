"""The Board's account of how the whole is doing: what was released, and the yearly report made of it."""
