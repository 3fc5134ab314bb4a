"""A file is checked while its page shows how far it is: one at a time, and no longer than anybody listens."""

from io import BytesIO
from threading import Thread

import pytest

from holdfast.returns.cin import CensusRefused, underway
from holdfast.returns.cin.checking import Checked, check, shortened
from holdfast.returns.cin.report import csv_pieces
from holdfast.returns.cin.rules import RULES
from holdfast.returns.cin.scan import scan
from tests.census_files import INPUTS, child, episode, message


def steps(content: bytes) -> list[underway.Step]:
    return list(underway.underway(BytesIO(content)))


def test_every_rule_is_told_as_it_is_asked_and_the_answer_is_the_last_step():
    content = (INPUTS / "cin-332-children.xml").read_bytes()
    told = steps(content)
    asked = [step.rule for step in told if isinstance(step, underway.Asking)]
    read = [step for step in told if isinstance(step, underway.Reading)]
    assert asked == list(range(1, len(RULES) + 1))
    assert read[-1] == underway.Reading(len(content), 332)
    assert isinstance(told[-1], Checked)
    assert list(told[-1].findings()) == list(check(scan(BytesIO(content))).findings())


def test_a_file_without_a_year_is_refused_to_whoever_asked():
    with pytest.raises(CensusRefused, match="no header"):
        steps(b"<Message><Children/></Message>")


def test_a_second_file_waits_and_is_told_that_another_is_being_checked(monkeypatch):
    monkeypatch.setattr(underway, "_PATIENCE", 0.05)
    with underway._ROOM, pytest.raises(underway.Busy, match="Another census file"):
        steps(message(child()))
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


def test_what_a_spreadsheet_would_take_for_a_formula_is_sent_as_text():
    number = "=HYPERLINK(1)"
    lines = list(csv_pieces(check(scan(BytesIO(message(child(episode(referred="2025-07-13"), number=number)))))))
    assert lines[0] == "code,severity,child,element,value,line,message\r\n"
    assert any(f",'{number}," in line for line in lines[1:])
    assert not any(f",{number}" in line for line in lines)
