"""The wall: who acts, for what purpose, what they may reach, and what is written down about it."""
