"""What happens with what somebody told: said by the hour, and never "tomorrow" where a child may be in danger."""

from holdfast.records.frontdoor.codes import Danger
from holdfast.records.frontdoor.queries import Answering


def what_happens_next(*, danger: str, answering: Answering) -> list[str]:
    """Sentences for the sender, the most urgent first."""
    if danger != Danger.no:
        return _at_once(answering)
    if answering.is_hub:
        return [
            f"{_capital(answering.team)} reads what you wrote. A manager decides within one working day what to do.",
            f"If it gets worse, do not wait: ring us on {answering.telephone}. In danger, ring 999.",
        ]
    opening = f" {answering.opening_words}" if answering.opening_words else ""
    return [
        f"{_capital(answering.team)} can read it now. The front door opens{opening}, and a manager decides within "
        "one working day what to do.",
        f"If it cannot wait, ring {answering.team} on {answering.telephone}: somebody is there all night. "
        "In danger, ring 999.",
    ]


def _at_once(answering: Answering) -> list[str]:
    return [
        "If a child is in danger now, ring 999. Do not wait for us.",
        f"What you wrote stands at the top of our list. Ring {answering.team} now on {answering.telephone} as well, "
        "so that somebody acts at once.",
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
