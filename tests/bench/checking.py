"""How fast a census is checked: `holdfast check cin`, from its start to its end, with its account written."""

import json
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil
from lxml import etree

from holdfast.borough.clean_census import write_clean_census
from holdfast.returns.cin._example import child, of, planned, protection_plan
from holdfast.returns.cin.checking import check
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.scan import scan
from tests.bench.table import Line, Section, milliseconds

LIMIT = "a bare pass over the same file: lxml.iterparse visiting the end of every element"
AIMS = {10_000: (2, 1_000), 100_000: (15, 1_000), 650_000: (120, 6_000)}
"""Seconds and megabytes for so many children."""
ONE_CHILD = 0.050
_WATCHED_EVERY = 0.05
_PLANTED_EVERY = 50


def measured(sizes: tuple[int, ...]) -> Section:
    """A check of each size, a fiftieth of its children with a defect planted; and of one child's record."""
    lines: list[Line] = []
    each: list[float] = []
    with TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.xml"
            _planted(path, size)
            passed = _bare_pass(path)
            seconds, megabytes, findings = _checked(path)
            each.append(seconds / size)
            lines.append(_line(size, seconds, megabytes, findings, passed))
            path.unlink()
    growth = each[-1] / each[0]
    lines.append(Line(what="time a child, smallest to largest", took=f"x {growth:.2f}", aim="linear: under x 1.3",
                      met=growth < 1.3))  # fmt: skip
    lines.append(_one_child())
    return Section("Census check (holdfast check cin, all rules, the start of the command included)", LIMIT, lines)


def _line(size: int, seconds: float, megabytes: float, findings: int, passed: float) -> Line:
    most_seconds, most_megabytes = AIMS[size]
    return Line(
        what=f"{size:,} children, {findings:,} findings", took=f"{seconds:.1f} s, {megabytes:,.0f} MB",
        limit=f"{passed:.2f} s", ratio=seconds / passed, aim=f"{most_seconds} s, {most_megabytes:,} MB",
        met=seconds < most_seconds and megabytes < most_megabytes,
    )  # fmt: skip


def _planted(path: Path, size: int) -> None:
    sink = BytesIO()
    write_clean_census(sink, children=size)
    defects = [rule.fails[0] for rule in RULES.values() if rule.per != "file" and not rule.since]
    many = size // _PLANTED_EVERY
    planted = "".join(defects[at % len(defects)].children_xml(first=1_000_000 + 10 * at) for at in range(many))
    path.write_bytes(sink.getvalue().replace(b"</Children>", planted.encode() + b"</Children>"))


def _bare_pass(path: Path) -> float:
    begun = time.perf_counter()
    for _, element in etree.iterparse(str(path), events=("end",)):
        element.clear()
    return time.perf_counter() - begun


def _checked(path: Path) -> tuple[float, float, int]:
    """Seconds, megabytes at most, and findings."""
    account = path.with_suffix(".json")
    begun = time.perf_counter()
    command = [sys.executable, "-m", "holdfast.cli", "check", "cin", str(path), "--json", str(account)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    most = 0
    while running.poll() is None:
        most = max(most, _size_of(running.pid))
        time.sleep(_WATCHED_EVERY)
    seconds = time.perf_counter() - begun
    told = json.loads(account.read_text(encoding="utf-8"))
    account.unlink()
    return seconds, most / 2**20, len(told["findings"])


def _size_of(process: int) -> int:
    try:
        return int(psutil.Process(process).memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _one_child() -> Line:
    record = of("", child(planned(protection_plan(reviews=("2025-08-27",))))).xml()
    took = []
    for _ in range(100):
        begun = time.perf_counter()
        list(check(scan(BytesIO(record)), whole=False).findings())
        took.append(time.perf_counter() - begun)
    middle = median(took)
    return Line(what="one child’s record, median of 100", took=milliseconds(middle), aim=milliseconds(ONE_CHILD),
                met=middle < ONE_CHILD)  # fmt: skip
