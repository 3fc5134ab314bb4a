"""What people tell about a census: a file to check, and why something is right although a rule asks."""
