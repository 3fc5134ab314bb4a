"""A file is checked while its page shows how far it is: one at a time, and no longer than anybody listens."""

import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from threading import Event, Thread

import pytest

from holdfast.returns.cin import CensusRefused, Limits, underway
from holdfast.returns.cin._rule import Found
from holdfast.returns.cin.checking import Checked, check, shortened
from holdfast.returns.cin.report import csv_pieces
from holdfast.returns.cin.rows import Rows
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.scan import scan
from tests.census_files import INPUTS, child, episode, message


@pytest.fixture(autouse=True)
def nobody_waits_for_ever() -> Iterator[None]:
    """Fail a test whose answer never comes."""

    def stop(*_told: object) -> None:
        raise TimeoutError("No answer came.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(15)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def steps(content: bytes) -> list[underway.Step]:
    return list(underway.underway(BytesIO(content)))


def test_every_rule_is_told_as_it_is_asked_and_the_answer_is_the_last_step():
    content = (INPUTS / "cin-332-children.xml").read_bytes()
    told = steps(content)
    asked = [step for step in told if isinstance(step, underway.Asking)]
    read = [step for step in told if isinstance(step, underway.Reading)]
    assert asked == [underway.Asking(number, len(RULES)) for number in range(1, len(RULES) + 1)]
    assert read[-1] == underway.Reading(len(content), 332)
    assert isinstance(told[-1], Checked)
    assert list(told[-1].findings()) == list(check(scan(BytesIO(content))).findings())


def test_a_file_without_a_year_is_refused_to_whoever_asked():
    with pytest.raises(CensusRefused, match="no header"):
        steps(b"<Message><Children/></Message>")


def test_a_long_file_is_read_a_piece_at_a_time_and_what_was_read_is_told_after_each():
    content = message(*[child(number=f"{number:06}") for number in range(3_000)])
    read = [step for step in steps(content) if isinstance(step, underway.Reading)]
    assert (read[0].read, read[-1]) == (1 << 20, underway.Reading(len(content), 3_000))
    assert 1_000 < read[0].children < 3_000
    assert len(content) < 2 << 20 and sorted(read, key=lambda step: step.read) == read


def test_whoever_asks_may_say_the_year_and_how_much_to_take():
    content = b"<Message><Children><Child/></Children></Message>"
    deep = message(child("<X>" * 9))
    assert underway.at_once(BytesIO(content), year=2026).rows.year == 2026
    assert [*underway.underway(BytesIO(content), year=2025)][-1].rows.year == 2025
    stopped = underway.at_once(BytesIO(deep), limits=Limits(deepest=7)).rows.stopped
    assert stopped is not None and "7 deep" in stopped[1]


def test_a_check_that_never_ends_keeps_no_process_from_ending():
    answer, before = Event(), set(threading.enumerate())

    class Slow(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            answer.wait()
            return super().read(size)

    slow = Thread(target=lambda: list(underway.underway(Slow(message(child())))))
    slow.start()
    while len(working := set(threading.enumerate()) - before - {slow}) < 1:
        assert slow.is_alive()
    assert all(each.daemon for each in working)
    answer.set()
    slow.join()


def test_an_answer_that_does_not_come_is_a_bug_that_is_heard(monkeypatch):
    monkeypatch.setattr(underway, "underway", lambda *_asked, **_said: iter([underway.Asking(1, 2)]))
    with pytest.raises(RuntimeError, match=r"^The check ended without an answer\.$"):
        underway.at_once(BytesIO())


def test_once_nobody_listens_no_more_of_the_file_is_read():
    gone, read = Event(), list[int]()

    class Watched(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            read.append(size or 0)
            if len(read) == 2:
                gone.wait()
            return super().read(1000)

    listening = underway.underway(Watched(message(*[child()] * 30)))
    assert next(listening) == underway.Reading(1000, 2)
    listening.close()
    gone.set()
    with underway.alone():
        assert len(read) == 2


def test_once_nobody_listens_no_further_rule_is_asked(monkeypatch):
    gone, rules, asked = Event(), list(RULES.values())[:2], list[int]()

    def finds(rows: Rows) -> list[Found]:
        asked.append(rows.children)
        gone.wait()
        return []

    monkeypatch.setattr(underway, "RULES", {rule.code: replace(rule, finds=finds) for rule in rules})
    listening = underway.underway(BytesIO(message(child())))
    assert underway.Asking(1, 2) in (step for step in listening)
    listening.close()
    gone.set()
    with underway.alone():
        assert asked == [1]


def test_a_second_file_waits_and_is_told_that_another_is_being_checked(monkeypatch):
    monkeypatch.setattr(underway, "_PATIENCE", 0.05)
    with underway._ROOM, pytest.raises(underway.Busy) as refused:
        steps(message(child()))
    assert str(refused.value) == (
        "Another census file is being checked just now. Wait a minute, and press the button again."
    )
    assert isinstance(steps(message(child()))[-1], Checked)


def test_the_next_file_is_checked_when_whoever_asked_first_has_left():
    first = underway.underway(BytesIO(message(*[child(number=f"{number:06}") for number in range(3000)])))
    next(first)
    first.close()
    answers: list[Checked] = []
    second = Thread(target=lambda: answers.append(underway.at_once(BytesIO(message(child())))))
    second.start()
    second.join(timeout=5)
    assert [answer.rows.children for answer in answers] == [1]


def test_where_no_thread_is_to_be_had_the_next_file_is_let_in(monkeypatch):
    def refuses(thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as without, pytest.raises(RuntimeError, match="new thread"):
        without.setattr(Thread, "start", refuses)
        steps(message(child()))
    monkeypatch.setattr(underway, "_PATIENCE", 0.05)
    assert underway.at_once(BytesIO(message(child()))).rows.children == 1


def test_a_file_that_breaks_the_reader_lets_the_next_one_in():
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(underway.underway(Broken()))
    assert underway.at_once(BytesIO(message(child()))).rows.children == 1


def test_a_shortened_answer_keeps_its_counts_and_shows_so_many_findings_of_each_rule():
    late = [child(episode(referred="2025-07-13"), number=f"{number:06}") for number in range(9)]
    whole = check(scan(BytesIO(message(*late))))
    short = shortened(whole, most=4)
    first = list(whole.findings())
    assert short.results == whole.results
    assert max(result.count for result in short.results) >= 9
    for code in {finding.code for finding in first}:
        of_rule = [finding for finding in first if finding.code == code]
        assert [finding for finding in short.findings() if finding.code == code] == of_rule[:4]


@pytest.mark.parametrize("number", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_sent_as_text(number):
    lines = list(csv_pieces(check(scan(BytesIO(message(child(episode(referred="2025-07-13"), number=number)))))))
    assert lines[0] == "code,severity,child,element,value,line,message\r\n"
    assert any(f",'{number}," in line for line in lines[1:])
    assert not any(f",{number}" in line for line in lines)
