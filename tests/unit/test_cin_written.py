"""One child written whole: every line of the file, what each line tells, and what found no place in it."""

import io
from datetime import date, datetime

import pytest

from holdfast.facts import TABLES
from holdfast.returns.cin import Header, LeftOut, Written, header_for
from holdfast.returns.cin.writer import Place, write_children

FIRST, SECOND = "2026-05-01", "2026-05-01.2"
ENQUIRY, PLAN = f"{FIRST}/s2026-05-03", f"{FIRST}/p2026-05-20"
ASSESSMENT = f"{FIRST}/a2026-05-02"
NO_PLACE = "The census of this year has no place for it, or it hangs under nothing in these facts."


def row(table: str, **columns: object) -> dict:
    """A row of facts about child 7, in which all else is unknown."""
    return dict.fromkeys(column.name for column in TABLES[table].columns) | {"authority": "310", "child": "7"} | columns


def header(year: int = 2027) -> Header:
    return header_for(authority="310", year=year, made_at=datetime(2027, 5, 1))


def written(
    *children: dict[str, list[dict]], year: int = 2027, where: list[Place] | None = None
) -> tuple[list[str], Written]:
    """The lines between `Children` and its end, and what went into the file; children are numbered from 7 on."""
    file = io.BytesIO()
    numbered = ((str(number), rows) for number, rows in enumerate(children, start=7))
    told = write_children(numbered, file, header=header(year), where=where)
    lines = file.getvalue().decode().split("\n")
    assert lines[-3:] == ["  </Children>", "</Message>", ""]
    return lines[lines.index("  <Children>") + 1 : -3], told


def elements(**tables: list[dict]) -> list[str]:
    """The elements with a value, of a file of this child alone."""
    return [line.strip() for line in written(tables)[0] if "</" in line and not line.strip().startswith("</")]


def left_out(year: int = 2027, **tables: list[dict]) -> list[LeftOut]:
    return written(tables, year=year)[1].left_out


def everything() -> dict[str, list[dict]]:
    """A row of every table, and of some a second one that stands before the first."""
    return {
        "child": [row("child", birth_on=date(2015, 5, 1), sex="F", ethnicity="WBRI")],
        "identifier": [row("identifier", kind=kind, value=f"{kind}!") for kind in ("upn", "former_upn")],
        "disability": [row("disability", code=code) for code in ("LD", "HEAR")],
        "episode": [row("episode", episode=SECOND, referred_on=date(2026, 5, 1), no_further_action=True),
                    row("episode", episode=FIRST, referred_on=date(2026, 5, 1), no_further_action=False)],
        "assessment": [row("assessment", episode=FIRST, assessment=ASSESSMENT, started_on=date(2026, 5, 2))],
        "assessment_factor": [row("assessment_factor", assessment=ASSESSMENT, code=code) for code in ("3B", "10A")],
        "need_plan": [row("need_plan", episode=FIRST, need_plan=f"{FIRST}/n", started_on=date(2026, 6, 1))],
        "section47": [row("section47", episode=FIRST, section47=ENQUIRY, conference_not_required=False)],
        "conference": [
            row("conference", episode=FIRST, conference=f"{FIRST}/c", kind="transfer_in", held_on=date(2026, 5, 4)),
            row("conference", episode=FIRST, section47=ENQUIRY, conference=f"{ENQUIRY}/c", kind="initial",
                held_on=date(2026, 5, 20))],
        "protection_plan": [row("protection_plan", episode=FIRST, protection_plan=PLAN, previous_plans=0)],
        "plan_review": [row("plan_review", protection_plan=PLAN, plan_review=f"{PLAN}/r{day}",
                            held_on=date(2026, 8, day)) for day in (2, 1)],
        "pre_proceedings": [row("pre_proceedings", episode=FIRST, pre_proceedings=f"{FIRST}/q", review_meetings=2)],
    }  # fmt: skip


CHILD, EPISODE, AGAIN = ("child", ""), ("episode", FIRST), ("episode", SECOND)
OF_ENQUIRY, OF_PLAN, OF_ASSESSMENT = ("section47", ENQUIRY), ("protection_plan", PLAN), ("assessment", ASSESSMENT)
WHOLE = [
    ("    <Child>", CHILD),
    ("      <ChildIdentifiers>", CHILD),
    ("        <LAchildID>7</LAchildID>", CHILD),
    ("        <UPN>upn!</UPN>", ("identifier", "upn/upn!")),
    ("        <FormerUPN>former_upn!</FormerUPN>", ("identifier", "former_upn/former_upn!")),
    ("        <PersonBirthDate>2015-05-01</PersonBirthDate>", CHILD),
    ("        <Sex>F</Sex>", CHILD),
    ("      </ChildIdentifiers>", CHILD),
    ("      <ChildCharacteristics>", CHILD),
    ("        <Ethnicity>WBRI</Ethnicity>", CHILD),
    ("        <Disabilities>", CHILD),
    ("          <Disability>HEAR</Disability>", ("disability", "HEAR")),
    ("          <Disability>LD</Disability>", ("disability", "LD")),
    ("        </Disabilities>", CHILD),
    ("      </ChildCharacteristics>", CHILD),
    ("      <CINdetails>", EPISODE),
    ("        <CINreferralDate>2026-05-01</CINreferralDate>", EPISODE),
    ("        <DateOfInitialCPC>2026-05-04</DateOfInitialCPC>", ("conference", f"{FIRST}/c")),
    ("        <Assessments>", OF_ASSESSMENT),
    ("          <AssessmentActualStartDate>2026-05-02</AssessmentActualStartDate>", OF_ASSESSMENT),
    ("          <FactorsIdentifiedAtAssessment>", OF_ASSESSMENT),
    ("            <AssessmentFactors>10A</AssessmentFactors>", ("assessment_factor", f"{ASSESSMENT}/10A")),
    ("            <AssessmentFactors>3B</AssessmentFactors>", ("assessment_factor", f"{ASSESSMENT}/3B")),
    ("          </FactorsIdentifiedAtAssessment>", OF_ASSESSMENT),
    ("        </Assessments>", OF_ASSESSMENT),
    ("        <CINPlanDates>", ("need_plan", f"{FIRST}/n")),
    ("          <CINPlanStartDate>2026-06-01</CINPlanStartDate>", ("need_plan", f"{FIRST}/n")),
    ("        </CINPlanDates>", ("need_plan", f"{FIRST}/n")),
    ("        <Section47>", OF_ENQUIRY),
    ("          <DateOfInitialCPC>2026-05-20</DateOfInitialCPC>", ("conference", f"{ENQUIRY}/c")),
    ("          <ICPCnotRequired>false</ICPCnotRequired>", OF_ENQUIRY),
    ("        </Section47>", OF_ENQUIRY),
    ("        <ReferralNFA>false</ReferralNFA>", EPISODE),
    ("        <ChildProtectionPlans>", OF_PLAN),
    ("          <NumberOfPreviousCPP>0</NumberOfPreviousCPP>", OF_PLAN),
    ("          <Reviews>", OF_PLAN),
    ("            <CPPreviewDate>2026-08-01</CPPreviewDate>", ("plan_review", f"{PLAN}/r1")),
    ("            <CPPreviewDate>2026-08-02</CPPreviewDate>", ("plan_review", f"{PLAN}/r2")),
    ("          </Reviews>", OF_PLAN),
    ("        </ChildProtectionPlans>", OF_PLAN),
    ("        <PreProceedingsandFGDM>", ("pre_proceedings", f"{FIRST}/q")),
    ("          <ReviewMeetingsCount>2</ReviewMeetingsCount>", ("pre_proceedings", f"{FIRST}/q")),
    ("        </PreProceedingsandFGDM>", ("pre_proceedings", f"{FIRST}/q")),
    ("      </CINdetails>", EPISODE),
    ("      <CINdetails>", AGAIN),
    ("        <CINreferralDate>2026-05-01</CINreferralDate>", AGAIN),
    ("        <ReferralNFA>true</ReferralNFA>", AGAIN),
    ("      </CINdetails>", AGAIN),
    ("    </Child>", CHILD),
]


def test_a_child_of_every_table_is_written_line_by_line_and_each_line_says_what_it_tells():
    where: list[Place] = []
    lines, told = written(everything(), where=where)
    assert lines == [line for line, _ in WHOLE]
    assert where[-len(lines) :] == [Place(*place) for _, place in WHOLE]
    assert set(where[: -len(lines)]) == {Place("", "")}
    assert told == Written(children=1, left_out=[])


def test_every_child_is_written_after_the_one_before_and_one_who_tells_nothing_is_not():
    where = [Place("kept", "kept")]
    lines, told = written(everything(), {"visit": [{"visit": "v"}]}, everything(), where=where)
    assert [line for line in lines if line == "    <Child>"] == ["    <Child>"] * 2
    assert told.children == 2
    assert where[0] == Place("kept", "kept")
    assert where[-len(lines) :] == [Place(*place) for _, place in WHOLE] * 2


def test_a_child_of_whom_only_an_episode_is_told_is_written_by_number():
    told = elements(episode=[row("episode", episode="e", referred_on=date(2026, 5, 1))])
    assert told == ["<LAchildID>7</LAchildID>", "<CINreferralDate>2026-05-01</CINreferralDate>"]


def test_a_row_that_says_nothing_is_written_as_an_empty_block_and_a_block_that_is_no_row_is_not():
    lines, _ = written({"episode": [row("episode", episode="e")], "need_plan": [
        row("need_plan", episode="e", need_plan="n")]})  # fmt: skip
    assert [line.strip() for line in lines[4:-1]] == [
        "<CINdetails>",
        "<CINPlanDates>",
        "</CINPlanDates>",
        "</CINdetails>",
    ]


def test_a_header_says_no_more_than_is_known():
    file = io.BytesIO()
    write_children([], file, header=Header(authority="310", year=None))
    assert file.getvalue().decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n  <Header>\n    <Source>\n      <LEA>310</LEA>\n'
        "    </Source>\n  </Header>\n  <Children>\n  </Children>\n</Message>\n"
    )


def test_a_header_of_ours_says_what_the_department_asks():
    assert header(2026) == Header(
        authority="310", year=2026, reference_on=date(2026, 3, 31), collection="CIN", source_level="L",
        software="Holdfast", release="1", serial="001", made_at="2027-05-01T00:00:00",
    )  # fmt: skip


@pytest.mark.parametrize(("year", "is_written"), [(2026, False), (2027, True), (2028, True), (None, True)])
def test_a_block_is_written_from_its_first_year_on(year, is_written):
    file = io.BytesIO()
    write_children([("7", everything())], file, header=Header(authority="310", year=year))
    assert (b"<PreProceedingsandFGDM>" in file.getvalue()) is is_written


@pytest.mark.parametrize(("year", "line"), [
    (2023, "<GenderCurrent>2</GenderCurrent>"), (2024, "<GenderCurrent>2</GenderCurrent>"), (2025, "<Sex>F</Sex>"),
    (2026, "<Sex>F</Sex>"),
])  # fmt: skip
def test_sex_is_written_once_in_the_words_of_the_year(year, line):
    lines, _ = written({"child": [row("child", sex="F")]}, year=year)
    assert [each.strip() for each in lines if "Sex" in each or "Gender" in each] == [line]


def test_a_gender_that_is_none_of_the_codes_and_whatever_else_a_code_says_is_written_as_it_stands():
    lines, _ = written({"child": [row("child", sex="X", ethnicity="F")]}, year=2024)
    assert [line.strip() for line in lines if "Gender" in line or "Ethnicity" in line] == [
        "<GenderCurrent>X</GenderCurrent>",
        "<Ethnicity>F</Ethnicity>",
    ]


def test_markup_and_the_ends_of_lines_are_written_so_that_they_come_back():
    assert elements(child=[row("child", ethnicity="a<b>&\"'\rc")])[1:] == [
        "<Ethnicity>a&lt;b&gt;&amp;\"'&#13;c</Ethnicity>"
    ]


def test_rows_of_one_day_are_written_as_they_are_numbered_and_others_by_their_names():
    def plans(*keys: str) -> list[str]:
        rows = [row("need_plan", episode="e", need_plan=key, started_on=date(2026, 5, 1)) for key in keys]
        where: list[Place] = []
        written({"episode": [row("episode", episode="e")], "need_plan": rows}, where=where)
        return [each.key for each in dict.fromkeys(where) if each.table == "need_plan"]

    assert plans("n.10", "n.9", "n", "n.2") == ["n", "n.2", "n.9", "n.10"]
    assert plans("o", "n.3", "n.x", "m.4") == ["m.4", "n.3", "n.x", "o"]
    assert plans("a.b.2", "a.b.10", "a.b") == ["a.b", "a.b.2", "a.b.10"]


def test_codes_are_written_in_the_order_of_their_letters_also_where_they_end_in_a_number():
    told = elements(disability=[row("disability", code=code) for code in ("A.10", "A.9", "A")])
    assert [line[12:-13] for line in told[1:]] == ["A", "A.10", "A.9"]


def test_of_what_there_is_room_for_once_the_first_is_written_and_every_other_is_told():
    numbers = [row("identifier", kind="upn", value=value) for value in ("C", "A", "B")]
    former = row("identifier", kind="former_upn", value="D")
    assert elements(identifier=[*numbers, former])[1:] == ["<UPN>A</UPN>", "<FormerUPN>D</FormerUPN>"]
    because = "A census has room for one UPN here."
    assert left_out(identifier=[*numbers, former]) == [
        LeftOut("identifier", "7", "upn/B", because),
        LeftOut("identifier", "7", "upn/C", because),
    ]


def test_an_identifier_of_another_kind_has_no_place():
    nhs = row("identifier", kind="nhs_number", value="9434765919")
    assert left_out(identifier=[nhs]) == [LeftOut("identifier", "7", "nhs_number/9434765919", NO_PLACE)]


def test_what_hangs_under_a_row_that_is_not_there_is_told_with_all_that_hangs_under_it():
    rows = everything()
    del rows["section47"], rows["protection_plan"]
    assert left_out(**rows) == [
        LeftOut("conference", "7", f"{ENQUIRY}/c", NO_PLACE),
        LeftOut("plan_review", "7", f"{PLAN}/r1", NO_PLACE),
        LeftOut("plan_review", "7", f"{PLAN}/r2", NO_PLACE),
    ]


def test_a_value_that_xml_cannot_carry_is_left_out_and_told_and_the_rest_written():
    rows = {"child": [row("child", ethnicity="W\x0b", sex="F")]}
    assert elements(**rows) == ["<LAchildID>7</LAchildID>", "<Sex>F</Sex>"]
    assert left_out(**rows) == [LeftOut("Ethnicity", "7", "7", "It holds a character that XML cannot carry.")]


def test_what_was_left_out_of_each_child_is_told():
    odd = {"child": [row("child", ethnicity="\x00")]}
    _, told = written(odd, odd)
    assert [(each.table, each.child) for each in told.left_out] == [("Ethnicity", "7"), ("Ethnicity", "8")]
