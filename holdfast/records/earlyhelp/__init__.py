"""Help for a family below the threshold of children’s social care, and the directory of what there is."""
