"""How fast Holdfast is, beside what the machine could do at best: `make bench`.

Every ratio is taken within one run, since machines and their neighbours differ: a shared machine makes both
sides slower. Benchmarks never fail for being slow; the table says whether each aim is met.
"""

import argparse
import os
import platform
from datetime import datetime

import psutil

from tests.bench import checking, imports, measures, pages
from tests.bench.ground import somewhere
from tests.bench.table import say, show

PARTS = ("checking", "imports", "pages", "matching", "measures")


def main() -> None:
    """Run the parts that were asked for, or all of them, and print a table of each."""
    asked = _asked()
    say(f"{datetime.now():%d %B %Y %H:%M}, {_machine()}")
    if "checking" in asked.parts:
        show(checking.measured((10_000, 100_000, 650_000) if asked.full else (10_000, 100_000)))
    with somewhere() as ground:
        if "imports" in asked.parts:
            show(imports.measured(ground, (2_000, 10_000, 100_000) if asked.full else (2_000, 10_000)))
        if "pages" in asked.parts:
            show(pages.measured(ground, people=200_000))
        if "matching" in asked.parts:
            from tests.bench.matching.measured import measured

            show(measured(ground))
    if "measures" in asked.parts:  # last: a process begins with its parent's size, and imports are weighed
        show(measures.measured(1_000_000))
    say(f"\nLoad of the machine at the end: {os.getloadavg()[0]:.1f}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"which of {', '.join(PARTS)}; all where not said")
    parser.add_argument(
        "--full", action="store_true", default=bool(os.environ.get("BENCH_FULL")),
        help="also import 100,000 children and check 650,000 (BENCH_FULL=1 says the same)",
    )  # fmt: skip
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no benchmark called {sorted(unknown)[0]}")
    asked.parts = asked.parts or list(PARTS)
    return asked


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    server = "the server of DATABASE_URL" if os.environ.get("DATABASE_URL") else "the embedded server"
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}, {server}, "
        f"load {os.getloadavg()[0]:.1f} before"
    )


main()
