"""Files that came with what was told, for whoever may see it, without their content until somebody asks for it."""

from uuid import UUID

from holdfast.kernel.refused import NotFound
from holdfast.records.frontdoor.models import Attachment, DraftFile


def attached(envelope_id: UUID) -> list[Attachment]:
    """What came with this, and what was refused with the reason; the content stays where it is."""
    return list(Attachment.objects.filter(envelope_id=envelope_id).defer("content").order_by("place"))


def attachment_or_not_found(envelope_id: UUID, file_id: UUID) -> Attachment:
    """The file of that envelope; NotFound says the same where there is none, or it belongs to another envelope."""
    found = Attachment.objects.filter(pk=file_id, envelope_id=envelope_id).first()
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def draft_files(draft_id: UUID) -> list[DraftFile]:
    """Files of the actor's own draft."""
    return list(DraftFile.objects.filter(draft_id=draft_id).defer("content").order_by("name", "sha256"))
