"""Words that everything shares: sources, working days, refusals, natural keys."""
