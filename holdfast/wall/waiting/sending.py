"""Letters from the outbox: a reference and a link, to addresses on the phone list and nowhere else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from holdfast.access import Purpose
from holdfast.wall.acting import acting
from holdfast.wall.models import User
from holdfast.wall.waiting.duty import on_duty
from holdfast.wall.waiting.ladders import escalation
from holdfast.wall.waiting.models import Notice, NoticeState
from holdfast.wall.waiting.sweeping import WATCH

MOST_TRIES = 12
"""About seven hours: whoever was to be told has long been passed by then, and somebody must ring."""
NO_MAIL = "No mail server is set: ring them."
NO_ADDRESS = "The phone list has no address for them: ring them."


@dataclass(frozen=True, kw_only=True)
class Sent:
    """How many letters went, and how many did not this time."""

    sent: int
    failed: int


def send_notices(*, now: datetime, most: int = 100) -> Sent:
    """Send what stands in the outbox and is due, each in a transaction of its own.

    Of several processes that send, each letter is one's. Where a process dies between sending and keeping that it
    was sent, the letter goes again under the same Message-ID.
    """
    results = []
    while len(results) < most and (result := _send_next(now)) is not None:
        results.append(result)
    return Sent(sent=sum(results), failed=len(results) - sum(results))


def wait_before_try(tries: int) -> timedelta:
    """How long to leave it after so many tries: one minute, two, four, up to an hour."""
    return timedelta(minutes=min(60, 2 ** (tries - 1)))


def _send_next(now: datetime) -> bool | None:
    """Whether the next letter went; None where nothing is to be sent."""
    with acting(actor=WATCH, purpose=Purpose.watching):
        due = Notice.objects.select_for_update(skip_locked=True, of=("self",)).select_related("item")
        notice = due.filter(state=NoticeState.waiting, next_try_at__lte=now).order_by("next_try_at").first()
        if notice is None:
            return None
        refusal = _cannot(notice, now) or _try(notice, now)
        _keep(notice, refusal, now)
        return not refusal


def _cannot(notice: Notice, now: datetime) -> str:
    """Why this can never be sent as a letter; it is no mistake of the mail's, and is not tried."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return NO_MAIL
    return "" if addresses(notice.to, now) else NO_ADDRESS


def addresses(person: str, at: datetime) -> list[str]:
    """Where letters to somebody on the phone list go: their listed address, and that of whoever is on duty for them."""
    listed = escalation().people.get(person)
    if listed is None:
        return []
    holder: User | None = on_duty(person, at=at)
    return list(dict.fromkeys(filter(None, (listed.email, holder.email if holder else ""))))


def tell_without_database() -> bool:
    """Tell the people of the first step of the alarm's ladder that the database is away; whether a letter went."""
    chosen = escalation()
    people = [chosen.people[key] for key in chosen.ladder("alarm").told_at(1)]
    to = [person.email for person in people if person.email]
    body = (
        f"Holdfast cannot reach its database. Nothing can be received or passed on until it can.\n\n{chosen.pages}/\n"
    )
    try:
        return bool(to and EmailMessage("Holdfast: the database is away", body, to=to).send())
    except (SMTPException, OSError):
        return False


def _try(notice: Notice, now: datetime) -> str:
    """Send it; why it did not go, without any address or word of the server's, or nothing."""
    notice.tries += 1
    try:
        _letter(notice, addresses(notice.to, now)).send()
    except (SMTPException, OSError, ValueError) as error:
        return type(error).__name__
    return ""


def _letter(notice: Notice, to: list[str]) -> EmailMessage:
    reference = f"\nReference: {notice.reference}" if notice.reference else ""
    body = (
        f"{notice.words}\n{reference}\nOpen it: {escalation().pages}{notice.path or '/'}\n\n"
        "This letter says nothing of what was told. Sign in to read it. Do not answer this letter.\n"
    )
    subject = " ".join(filter(None, ("Holdfast:", notice.words, notice.reference)))
    return EmailMessage(subject, body, to=to, headers={"Message-ID": f"<{notice.id}@holdfast>"})


def _keep(notice: Notice, refusal: str, now: datetime) -> None:
    if not refusal:
        notice.state, notice.sent_at, notice.said = NoticeState.sent, now, ""
    elif refusal in (NO_MAIL, NO_ADDRESS) or notice.tries >= MOST_TRIES:
        notice.state, notice.said = NoticeState.dead, refusal
    else:
        notice.next_try_at, notice.said = now + wait_before_try(notice.tries), refusal
    notice.save(update_fields=["state", "sent_at", "said", "tries", "next_try_at"])
