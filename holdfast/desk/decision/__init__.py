"""A referral, decided: what a manager weighs, what the decision leads to, and what follows it."""
