"""What was typed, kept as it was typed: right or wrong, nothing of it is lost."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from holdfast.kernel.refused import Refused

_CONTROLS = frozenset({"csrfmiddlewaretoken", "code", "step", "go", "form_key"})
_MOST = 300_000

Typed = dict[str, list[str]]


def typed_in(sent: QueryDict) -> Typed:
    """Every answer that was sent, without the buttons and the codes, and without what PostgreSQL cannot keep."""
    typed = {_kept(name): [_kept(value) for value in values] for name, values in sent.lists() if name not in _CONTROLS}
    if sum(len(value) for values in typed.values() for value in values) > _MOST:
        raise Refused("This is longer than we can keep. Go back, shorten it, and ring us with the rest.")
    return typed


def as_sent(typed: Mapping[str, Sequence[str]]) -> QueryDict:
    """The same as a form would send it."""
    sent = QueryDict(mutable=True)
    for name, values in typed.items():
        sent.setlist(name, list(values))
    return sent


def _kept(text: str) -> str:
    """Pasted words may hold a NUL that nobody sees."""
    return text.replace("\0", "")
