"""Pages that cross slices: my work, the child on a page, the referral's decision, the Board."""
