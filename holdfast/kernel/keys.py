"""Natural keys, and the keys of what a form sent: the same event told twice gets the same key."""

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5


def numbered(stems: Iterable[str]) -> list[str]:
    """Each stem as it is the first time, then with .2, .3 where it comes again, in the order given.

    >>> numbered(["2020-07-13", "2021-01-02", "2020-07-13"])
    ['2020-07-13', '2021-01-02', '2020-07-13.2']
    """
    seen: Counter[str] = Counter()
    keys = []
    for stem in stems:
        seen[stem] += 1
        keys.append(stem if seen[stem] == 1 else f"{stem}.{seen[stem]}")
    return keys


def key_of_sending(form_key: UUID, *told: Any) -> UUID:
    """The key of what a form sent: a double click has the same one, other words from that form have another.

    So nothing written is lost where somebody goes back and sends other words, and nobody's form reaches a record
    that stands under another key, however they came by it.
    """
    said = json.dumps(told, sort_keys=True, default=str)
    return uuid5(form_key, sha256(said.encode()).hexdigest())
