"""How many examples a property is tried on: few in `make test`, fifty times as many in `make soak`."""

from hypothesis import settings

_TIMES = {"soak": 50}


def many(examples: int) -> int:
    """That many, or in the heavy runs fifty times that many."""
    return examples * _TIMES.get(settings.get_current_profile_name(), 1)
