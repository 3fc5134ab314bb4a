"""What somebody is still writing: their own, and nobody else's."""

from hashlib import sha256
from uuid import UUID

from django.db import connection

from holdfast.kernel.refused import NotFound
from holdfast.records.frontdoor.models import Draft

_NOT_SAID = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


def hash_of(code: str) -> str:
    """What is kept of a code: written down badly (O for 0, small letters, no hyphens) it is the same code."""
    return sha256(code.upper().translate(_NOT_SAID).encode()).hexdigest()


def show_code(code_hash: str) -> None:
    """Tell PostgreSQL which public draft this transaction may see: the one of this code, and no other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('holdfast.draft', %s, true)", [code_hash])


def draft_by_code(code: str) -> Draft | None:
    """The draft that a member of the public comes back to, held until the transaction ends; None where none is."""
    show_code(hash_of(code))
    return Draft.objects.select_for_update().filter(code_hash=hash_of(code)).first()


def own_drafts() -> list[Draft]:
    """What the actor began and did not send, the latest first."""
    return list(Draft.objects.filter(code_hash="", sent_reference="").order_by("-saved_at"))


def draft_or_not_found(draft_id: UUID) -> Draft:
    """The actor's own draft; NotFound says the same where it was sent, ran out, or is somebody else's."""
    draft = Draft.objects.filter(pk=draft_id, code_hash="").first()
    if draft is None:
        raise NotFound("There is no draft here. It was sent, it ran out, or it is somebody else’s.")
    return draft
