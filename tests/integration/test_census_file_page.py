"""A census file is dropped, checked, answered and forgotten; the audit log notes its digest and its counts."""

import csv
import json
from hashlib import sha256
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from holdfast.access import Purpose
from holdfast.records.census.forms import file as forms
from holdfast.returns.cin.rules import RULES
from holdfast.wall.acting import acting
from holdfast.wall.models import AuditEvent
from tests.census_files import INPUTS, child, episode, message
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
WHERE = "/census/file/"
LATE = "2025-07-13"
"""A referral after the census year of 2023-24: a rule finds it."""
WITH_AN_ENTITY = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Message>&b;</Message>'


@pytest.fixture
def owen(cast) -> Client:
    return sign_in(Client(), cast("owen"))


def send(client: Client, content: bytes, **told):
    steps = {"headers": {"accept": "application/x-ndjson"}} if told.pop("steps", False) else {}
    upload = SimpleUploadedFile("cin.xml", content)
    return client.post(WHERE, {"file": upload, **told}, **steps)


def body(response) -> str:
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


def lines(response) -> list[dict]:
    return [json.loads(line) for line in body(response).splitlines()]


def test_the_page_without_a_script_shows_each_rule_with_its_first_fifty_findings(owen):
    late = [child(episode(referred=LATE), number=f"{number:06}") for number in range(60)]
    page = body(send(owen, message(*late)))
    assert "60 children were read, judged as the census of 2023-24" in page
    assert "child 000049" in page
    assert "child 000050" not in page
    assert "And 10 more: take the account away as CSV" in page
    assert any(f"{rule.mend} <span" in page for rule in RULES.values())


def test_a_script_hears_each_step_then_the_whole_and_the_findings(owen):
    told = lines(send(owen, (INPUTS / "cin-332-children.xml").read_bytes(), steps=True))
    assert [line["rule"] for line in told if "rule" in line] == list(range(1, len(RULES) + 1))
    whole = next(line for line in told if "whole" in line)
    assert whole["whole"]["children"] == 332
    assert {rule["code"] for rule in whole["rules"]} == set(RULES)
    found = [cells for line in told if "findings" in line for cells in line["findings"]]
    assert len(found) == sum(min(rule["count"], 1000) for rule in whole["rules"])
    assert told[-1] == {"done": True}


def test_the_csv_has_every_finding_and_the_json_is_the_commands(owen):
    late = [child(episode(referred=LATE), number=f"{number:06}") for number in range(60)]
    sheet = list(csv.DictReader(StringIO(body(send(owen, message(*late), answer="csv")))))
    told = json.loads(body(send(owen, message(*late), download="json")))
    assert len(sheet) == len(told["findings"]) == sum(rule["count"] for rule in told["rules"])
    assert {line["child"] for line in sheet} >= {f"{number:06}" for number in range(60)}
    assert list(told) == ["file", "collection", "rules", "findings", "children", "seconds", "notes", "stopped"]


def test_the_audit_log_has_the_digest_and_the_counts_and_nothing_of_a_child(owen, cast):
    content = message(child(episode(referred=LATE), number="987654"))
    for told in ({}, {"answer": "csv"}, {"answer": "json"}, {"steps": True}):
        body(send(owen, content, **told))
    with acting(actor=cast("owen").actor, purpose=Purpose.analysis):
        events = list(AuditEvent.objects.filter(what="check_census_file"))
    assert len(events) == 4
    for event in events:
        assert event.actor_id == cast("owen").id
        assert event.children == []
        assert sha256(content).hexdigest() in event.reason
        assert ": 1 children, " in event.reason
        assert "987654" not in event.reason


def test_a_file_that_breaks_off_says_the_line_and_keeps_the_children_before_it_ready(owen):
    whole = message(child(number="100001"), child(number="100002"))
    broken = whole.split(b"100002")[0] + b"100002</Wrong>"
    page = body(send(owen, broken))
    assert "The file breaks off at line" in page
    assert "An element is closed by the name of another" in page
    assert "Show what was found in the 1 child before that line" in page
    assert next(line for line in lines(send(owen, broken, steps=True)) if "whole" in line)["whole"]["stopped"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no census at all", "Line 1: The file is not XML at all."),
        (b"<html><p>Hello</p></html>", "The file has no header that says the year of its census."),
        (WITH_AN_ENTITY, "a document type declaration (DTD), which a census never has"),
        (b"\x00\xff" * 500, "Line 1: "),
        (b"", "The file is empty."),
    ],
)
def test_what_is_no_census_is_answered_with_a_sentence(owen, content, said):
    page = send(owen, content)
    assert page.status_code == 400
    assert said in body(page)
    assert 'href="#id_file"' in body(page) and "<title>Error: " in body(page)
    assert "root:" not in body(page)
    assert said in lines(send(owen, content, steps=True))[-1]["refused"]


def test_a_file_that_is_too_large_is_told_how_large_it_may_be(owen, monkeypatch):
    monkeypatch.setattr(forms, "LARGEST", 1000)
    page = send(owen, message(child()) + b" " * 1000)
    assert page.status_code == 400
    assert "we check files of up to" in body(page)


def test_a_file_may_be_judged_by_another_years_rules(owen):
    page = body(send(owen, message(child()), year="2026"))
    assert "judged as the census of 2025-26" in page


@pytest.mark.parametrize("username", ["ann", "carol", "farah", "maya", "priya"])
def test_checking_a_file_is_part_of_the_work_of_the_two_who_send_returns(username, cast):
    client = sign_in(Client(), cast(username))
    assert client.get(WHERE).status_code == 403
    assert send(client, message(child())).status_code == 403


def test_a_larger_upload_waits_without_a_name(owen, tmp_path, settings, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen: list[list] = []
    monkeypatch.setattr("holdfast.records.census.views.file.at_once", lambda source, **_: seen.append(
        [source.size, source.read(9), list(tmp_path.iterdir())]) or (_ for _ in ()).throw(OSError))  # fmt: skip
    with pytest.raises(OSError):
        send(owen, message(child()) + b" " * 3_000_000)
    assert seen == [[len(message(child())) + 3_000_000, b"<Message>", []]]
