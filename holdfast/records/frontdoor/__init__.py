"""What anyone told us, the referral, and what was decided."""
