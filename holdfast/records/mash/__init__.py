"""The hub asks every agency what it knows, and waits for each answer."""
