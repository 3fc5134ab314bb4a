"""Files of a draft: looked into when they arrive, kept until it is sent, and listed with the reason where refused."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from holdfast.kernel.refused import Refused
from holdfast.records.frontdoor.models import Draft, DraftFile
from holdfast.web import uploads

_TOO_MANY = f"Only {uploads.MOST} files can come with one message. Send this with another, or ring us."


def keep_file(*, draft: Draft, name: str, content: bytes) -> DraftFile:
    """Keep a file with the draft, or only its name and why it is refused; the same file twice stands once."""
    made = _looked_into(draft, name, content)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return DraftFile.objects.get(draft=draft, sha256=made.sha256)
    return made


def remove_file(*, draft_id: UUID, file_id: UUID) -> None:
    """Take a file from the draft again."""
    DraftFile.objects.filter(pk=file_id, draft_id=draft_id).delete()


def as_sent_files(*, draft_id: UUID) -> list[Mapping[str, Any]]:
    """The draft's files as the fields of Attachment, in the order in which they were called."""
    names = ("name", "kind", "size", "sha256", "taken_words", "refused_because", "content")
    files = DraftFile.objects.filter(draft_id=draft_id).order_by("name", "sha256")
    return [{name: getattr(each, name) for name in names} for each in files]


def _looked_into(draft: Draft, name: str, content: bytes) -> DraftFile:
    try:
        if DraftFile.objects.filter(draft=draft, refused_because="").count() >= uploads.MOST:
            raise Refused(_TOO_MANY)
        taken = uploads.checked(name, content)
    except Refused as refusal:
        digest, named = sha256(content).hexdigest(), uploads.name_as_given(name)
        return DraftFile(
            draft=draft, name=named, size=len(content), sha256=digest, refused_because=str(refusal), content=b""
        )
    return DraftFile(
        draft=draft, name=taken.name, kind=taken.kind, size=taken.size, sha256=taken.sha256,
        taken_words=taken.taken_words, content=taken.content,
    )  # fmt: skip
