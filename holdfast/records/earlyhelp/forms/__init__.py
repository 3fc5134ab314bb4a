"""What people fill in to help a family early, and to keep the directory."""
