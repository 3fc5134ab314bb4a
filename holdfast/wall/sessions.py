"""How long somebody stays signed in, and by what they proved who they are beyond a password."""

from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

Proof = Literal["second_factor", "single_sign_on", "demo"]
"""second_factor: an app, a key or a printed code. single_sign_on: the council's own sign-on asked for one.
demo: stepped into an invented person, which holds only while the database is a demonstration."""

_BEGAN, _SEEN, _PROOF = "holdfast_began_at", "holdfast_seen_at", "holdfast_proof"


def begin(session: SessionBase, *, at: datetime, proof: Proof | None) -> None:
    """Start counting; without proof the person can do nothing but set up a second factor."""
    session[_BEGAN] = session[_SEEN] = at.isoformat()
    session[_PROOF] = proof


def prove(session: SessionBase, proof: Proof) -> None:
    """Note that the person has just shown a second factor."""
    session[_PROOF] = proof


def proof_of(session: SessionBase) -> Proof | None:
    """What was proved in this session; None where only a password was given."""
    return session.get(_PROOF)


def has_ended(session: SessionBase, *, at: datetime) -> bool:
    """Whether it was idle too long or lasts too long; one that never began properly has ended."""
    began, seen = session.get(_BEGAN), session.get(_SEEN)
    if not began or not seen:
        return True
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    longest = timedelta(hours=settings.SESSION_LONGEST_HOURS)
    return at - datetime.fromisoformat(seen) >= idle or at - datetime.fromisoformat(began) >= longest


def seen(session: SessionBase, *, at: datetime) -> None:
    """Start the idle time again."""
    session[_SEEN] = at.isoformat()
