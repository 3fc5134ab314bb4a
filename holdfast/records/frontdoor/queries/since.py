"""What others have added to a contact since it was made: it must not vanish with it, and is listed to whoever asks."""

from collections.abc import Iterator

from django.db.models import ForeignObjectRel, Model

from holdfast.records.frontdoor.codes import ReferralDecision
from holdfast.records.frontdoor.models import Contact, Referral, RestrictedMatch
from holdfast.wall.guarded import Guarded
from holdfast.web import words

_OWN = (Contact, Referral, RestrictedMatch)


def added_since(contact: Contact) -> list[str]:
    """A sentence for everything that hangs on this contact or its referral, whichever part of Holdfast holds it."""
    referrals = list(contact.referrals.all())
    decided = [_decided(each) for each in referrals if each.is_decided]
    return [*decided, *(said for record in (contact, *referrals) for said in _hanging_on(record))]


def _decided(referral: Referral) -> str:
    what = ReferralDecision(referral.decision).label if referral.decision else "decided in a file"
    on = f" on {words.day(referral.decided_on)}" if referral.decided_on else ""
    return f"A decision stands: {what}{on}. A manager opens the referral again first, and says why."


def _hanging_on(record: Guarded) -> Iterator[str]:
    for relation in record._meta.related_objects:
        number = 0 if relation.related_model in _OWN else _count(relation, record)
        if number:
            meta = relation.related_model._meta
            yield f"{number} {meta.verbose_name if number == 1 else meta.verbose_name_plural}."


def _count(relation: ForeignObjectRel, record: Model) -> int:
    return relation.related_model._default_manager.filter(**{relation.field.name: record.pk}).count()
