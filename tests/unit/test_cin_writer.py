"""What the writer puts in a file, in which order, and what it says it left out."""

import io
import re
from datetime import date, datetime

import pytest

from holdfast.borough.census_file import write_census
from holdfast.facts.store import Facts
from holdfast.returns.cin import census_facts, header_for, write
from holdfast.returns.cin.writer import Place, Written, write_children

TAMSIN = {"authority": "310", "child": "215141"}
NO_PLACE = "The census of this year has no place for it, or it hangs under nothing in these facts."
EPISODE = TAMSIN | {"episode": "2016-07-13", "referred_on": date(2016, 7, 13)}


def written(tables, year=2024):
    file = io.BytesIO()
    told = write(Facts.of(tables), file, header=header_for(authority="310", year=year, made_at=datetime(2024, 5, 1)))
    return file.getvalue().decode(), told


EMPTY = """<?xml version="1.0" encoding="UTF-8"?>
<Message>
  <Header>
    <CollectionDetails>
      <Collection>CIN</Collection>
      <Year>2024</Year>
      <ReferenceDate>2024-03-31</ReferenceDate>
    </CollectionDetails>
    <Source>
      <SourceLevel>L</SourceLevel>
      <LEA>310</LEA>
      <SoftwareCode>Holdfast</SoftwareCode>
      <Release>1</Release>
      <SerialNo>001</SerialNo>
      <DateTime>2024-05-01T00:00:00</DateTime>
    </Source>
  </Header>
  <Children>
  </Children>
</Message>
"""


def test_a_file_of_no_children_is_its_header():
    assert written({}) == (EMPTY, Written(children=0, left_out=[]))


def test_the_header_says_which_file_of_the_year_it_is_and_when_it_was_made():
    made = header_for(authority="310", year=2024, made_at=datetime(2024, 5, 1, 9, 30, 5), serial=12, release="7")
    assert (made.serial, made.release, made.made_at) == ("012", "7", "2024-05-01T09:30:05")


def test_every_line_says_which_row_it_tells():
    plan = {"episode": "2016-07-13", "protection_plan": "2016-07-13/p1", "started_on": date(2016, 8, 1)}
    rows = {
        "child": [TAMSIN | {"ethnicity": "W\nB"}], "episode": [EPISODE], "protection_plan": [TAMSIN | plan],
        "disability": [TAMSIN | {"code": "HAND"}, TAMSIN | {"code": "HEAR"}],
    }  # fmt: skip
    rows = {name: Facts.of({name: told}).rows(name) for name, told in rows.items()}
    file, where = io.BytesIO(), list[Place]()
    header = header_for(authority="310", year=2024, made_at=datetime(2024, 5, 1))
    write_children([("215141", rows)], file, header=header, where=where)
    lines = ["", *file.getvalue().decode().split("\n")]
    assert len(where) == lines.index("  </Children>")
    assert {where[number] for number in range(lines.index("  <Children>") + 1)} == {Place("", "")}
    said = {line.strip(): where[number] for number, line in enumerate(lines) if number < len(where)}
    assert said["<LAchildID>215141</LAchildID>"] == said["<Child>"] == said["</Child>"] == Place("child", "")
    assert said["<Ethnicity>W"] == said["B</Ethnicity>"] == Place("child", "")
    assert said["<Disability>HEAR</Disability>"] == Place("disability", "HEAR")
    assert said["<CINreferralDate>2016-07-13</CINreferralDate>"] == Place("episode", "2016-07-13")
    assert said["<CPPstartDate>2016-08-01</CPPstartDate>"] == Place("protection_plan", "2016-07-13/p1")


def test_an_episodes_elements_stand_in_the_departments_order():
    enquiry = EPISODE | {"section47": "2016-07-13/s-"}
    plan = EPISODE | {"protection_plan": "2016-07-13/p-"}
    of = ("authority", "child", "episode")
    text, _ = written(
        {
            "episode": [EPISODE | {"no_further_action": False, "closed_on": date(2017, 1, 1)}],
            "section47": [{name: enquiry[name] for name in (*of, "section47")}],
            "protection_plan": [{name: plan[name] for name in (*of, "protection_plan")}],
            "assessment": [{name: EPISODE[name] for name in of} | {"assessment": "2016-07-13/a-"}],
        }
    )
    within = re.findall(r"^        <(\w+)", text, re.MULTILINE)
    assert within == [
        "LAchildID",
        "CINreferralDate",
        "CINclosureDate",
        "Assessments",
        "Section47",
        "ReferralNFA",
        "ChildProtectionPlans",
    ]


def test_the_tenth_referral_of_one_day_comes_after_the_ninth():
    keys = ["2016-07-13", *(f"2016-07-13.{number}" for number in range(2, 12))]
    text, _ = written({"episode": [EPISODE | {"episode": key, "primary_need": key[10:] or "N1"} for key in keys]})
    facts, _ = census_facts(io.BytesIO(text.encode()))
    assert {row["episode"]: row["primary_need"] for row in facts.rows("episode")}["2016-07-13.10"] == ".10"


@pytest.mark.parametrize(("year", "line"), [(2024, "<GenderCurrent>2<"), (2025, "<Sex>F<")])
def test_sex_is_written_as_the_year_calls_it(year, line):
    text, _ = written({"child": [TAMSIN | {"sex": "F"}]}, year)
    assert line in text


def test_only_the_headers_authority_is_written():
    _, told = written({"child": [TAMSIN, TAMSIN | {"authority": "311"}]})
    assert told.children == 1


@pytest.mark.parametrize(
    ("tables", "table", "key", "because"),
    [
        ({"identifier": [TAMSIN | {"kind": "upn", "value": value} for value in ("A1", "A2")]},
         "identifier", "upn/A2", "A census has room for one UPN here."),
        ({"pre_proceedings": [TAMSIN | {"episode": "2016-07-13", "pre_proceedings": "q"}]},
         "pre_proceedings", "q", NO_PLACE),
        ({"assessment": [TAMSIN | {"episode": "another", "assessment": "a"}]}, "assessment", "a", NO_PLACE),
        ({"child": [TAMSIN | {"ethnicity": "W\x01"}]},
         "Ethnicity", "215141", "It holds a character that XML cannot carry."),
    ],
)  # fmt: skip
def test_what_finds_no_place_is_told(tables, table, key, because):
    text, told = written({"episode": [EPISODE], **tables})
    assert told.left_out == [(table, "215141", key, because)]
    census_facts(io.BytesIO(text.encode()))


def test_words_that_xml_would_take_for_markup_come_back_whole():
    text, _ = written({"child": [TAMSIN | {"child": "a<b>&\"'\r\nc"}]})
    facts, _ = census_facts(io.BytesIO(text.encode()))
    assert facts.rows("child")[0]["child"] == "a<b>&\"'\r\nc"


def test_the_same_seed_gives_the_same_file_and_another_seed_another(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_census(tmp_path / name, children=50, seed=seed)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() != (tmp_path / "c").read_bytes()


def test_invented_children_without_oddities_have_nothing_flagged_and_with_them_plenty():
    plain, odd = io.BytesIO(), io.BytesIO()
    write_census(plain, children=200)
    write_census(odd, children=200, oddities=1.0)
    assert census_facts(io.BytesIO(plain.getvalue()))[1].flags == []
    found = {flag.code for flag in census_facts(io.BytesIO(odd.getvalue()))[1].flags}
    assert found == {"wrong_upn", "unknown_code", "code_not_of_year", "wrong_order"}


def test_a_file_of_invented_children_tells_of_every_table():
    file = io.BytesIO()
    write_census(file, children=300)
    _, account = census_facts(io.BytesIO(file.getvalue()))
    assert account.children == 300
    assert all(account.rows[table] for table in ("plan_review", "conference", "need_plan", "assessment_factor"))
