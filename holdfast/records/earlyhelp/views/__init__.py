"""Pages of early help and of the directory of help."""
