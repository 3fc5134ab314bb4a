"""What the census rules find on the record, who can mend it, and what was explained."""
