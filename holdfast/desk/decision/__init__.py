"""A referral, decided: what a manager weighs, what the decision leads to, and what follows it."""

from holdfast.access import Purpose

DECIDING = (Purpose.front_door, Purpose.out_of_hours)
"""For what the pages round a decision are opened."""
