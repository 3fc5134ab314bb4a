"""What crosses every slice: the census coming in, and a borough that never was."""
