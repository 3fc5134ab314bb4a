"""Natural keys: the same event told twice gets the same key, twice on one day gets two."""

from collections import Counter
from collections.abc import Iterable


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
