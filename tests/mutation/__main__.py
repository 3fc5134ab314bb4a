"""Put small wrongs into what matters most, one at a time, and say which of them no test notices.

`make soak` runs it. A survivor is either a test that is missing, or a change that makes no difference.
"""

import argparse
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.mutation.mutants import TARGETS, Copy, Mutant, mutants

FLOOR = 75
"""The share of wrongs, in percent, that must be noticed in every file: the rest change nothing, or wait for a test."""


def main() -> int:
    """Print each survivor and each file's share; 1 where a file is under the floor."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="file", help=f"which of {', '.join(TARGETS)}; all where not said")
    parser.add_argument("--most", type=int, default=60, help="the most wrongs to put into one file")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        copy = Copy(Path(folder) / "copy")
        shares = [_share(copy, path, asked.most) for path in asked.files or TARGETS]
    return int(min(shares) < FLOOR)


def _share(copy: Copy, path: str, most: int) -> float:
    if not copy.passes(TARGETS[path]):
        raise SystemExit(f"The tests of {path} fail as it stands: mend that first.")
    every = mutants(path)
    chosen = Random(0).sample(every, min(most, len(every)))
    survivors = [mutant for mutant in chosen if not copy.notices(mutant)]
    share = 100 * (1 - len(survivors) / len(chosen))
    _say(f"{path}: {share:.0f}% of {len(chosen)} wrongs noticed ({len(every)} possible)")
    for survivor in sorted(survivors, key=_line):
        _say(f"  not noticed: {survivor}")
    return share


def _line(mutant: Mutant) -> int:
    return mutant.line


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


sys.exit(main())
