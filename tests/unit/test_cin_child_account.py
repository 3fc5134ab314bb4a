"""One child of a census file, element by element: what became of each, the rows it told, and what is odd of it."""

from datetime import date
from io import BytesIO

import pytest

from holdfast.returns.cin import Element, Flag, Limits
from holdfast.returns.cin._child import Telling, child_number
from holdfast.returns.cin._stream import CensusStream, Node
from tests.census_files import child, episode, message, only, told

WHO = "<UPNunknown>UN1</UPNunknown><PersonBirthDate>2015-05-01</PersonBirthDate><Sex>F</Sex>"
IDENTIFIERS = "Child/ChildIdentifiers"
EPISODE = "Child/CINdetails[1]"
NO_SUCH = "The census has no such element in this place."
NO_KEY = "An episode is known by its referral date, and this one has none that can be read."
ATTRIBUTE = "The elements of a census have no attributes."
STRAY = "Text stands between elements, where it belongs to none of them."

EVERYTHING = """<Child>
<ChildIdentifiers><LAchildID>7</LAchildID><UPN>B801200005001</UPN><FormerUPN>A1</FormerUPN>
<PersonBirthDate>2015-05-01</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>
<ChildCharacteristics><Ethnicity>WBRI</Ethnicity>
<Disabilities><Disability>LD</Disability><Disability>HEAR</Disability></Disabilities></ChildCharacteristics>
<CINdetails><CINreferralDate>2024-05-01</CINreferralDate><ReferralSource>3A</ReferralSource>
<Assessments><AssessmentActualStartDate>2024-05-02</AssessmentActualStartDate>
<FactorsIdentifiedAtAssessment><AssessmentFactors>3B</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>
<Section47><S47ActualStartDate>2024-05-03</S47ActualStartDate><DateOfInitialCPC>2024-05-20</DateOfInitialCPC>
<ICPCnotRequired>false</ICPCnotRequired></Section47>
<ReferralNFA>0</ReferralNFA>
<ChildProtectionPlans><CPPstartDate>2024-05-20</CPPstartDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>
<LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP>
<Reviews><CPPreviewDate>2024-08-01</CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails></Child>"""


def refused(*episodes: str, **parts: str) -> list[tuple]:
    """What of the only child was refused: path, line within the child, what was sent, code and sentence."""
    found = only(*episodes, **parts)
    return [(each.path, each.line - found.line, each.sent, each.refused, each.because) for each in found.refused]


def flagged(*episodes: str, year: int = 2025, **parts: str) -> list[tuple]:
    """What is odd of the only child: code, sentence, line within the child, table and key."""
    found = only(*episodes, year=year, **parts)
    assert {flag.child for flag in found.flags} <= {"215141"}
    return [(flag.code, flag.because, flag.line - found.line, flag.table, flag.key) for flag in found.flags]


def test_every_element_of_a_child_says_where_it_went():
    (found,), _ = told(message(EVERYTHING, year=2025))
    assessment, enquiry, plan = "2024-05-01/a2024-05-02", "2024-05-01/s2024-05-03", "2024-05-01/p2024-05-20"
    described, factors = "Child/ChildCharacteristics", f"{EPISODE}/Assessments[1]/FactorsIdentifiedAtAssessment[1]"
    day, conference = "2024-05-02", f"{enquiry}/c2024-05-20"
    assert [
        (each.path, each.line - found.line, each.sent, each.table, each.key, each.column) for each in found.elements
    ] == [
        ("Child", 0, "", "child", "7", ""),
        (IDENTIFIERS, 1, "", "child", "7", ""),
        (f"{IDENTIFIERS}/LAchildID", 1, "7", "child", "7", "child"),
        (f"{IDENTIFIERS}/UPN", 1, "B801200005001", "identifier", "B801200005001", "value"),
        (f"{IDENTIFIERS}/FormerUPN", 1, "A1", "identifier", "A1", "value"),
        (f"{IDENTIFIERS}/PersonBirthDate", 2, "2015-05-01", "child", "7", "birth_on"),
        (f"{IDENTIFIERS}/Sex", 2, "F", "child", "7", "sex"),
        (described, 3, "", "child", "7", ""),
        (f"{described}/Ethnicity", 3, "WBRI", "child", "7", "ethnicity"),
        (f"{described}/Disabilities[1]", 4, "", "child", "7", ""),
        (f"{described}/Disabilities[1]/Disability", 4, "LD", "disability", "LD", "code"),
        (f"{described}/Disabilities[1]/Disability[2]", 4, "HEAR", "disability", "HEAR", "code"),
        (EPISODE, 5, "", "episode", "2024-05-01", ""),
        (f"{EPISODE}/CINreferralDate", 5, "2024-05-01", "episode", "2024-05-01", "referred_on"),
        (f"{EPISODE}/ReferralSource", 5, "3A", "episode", "2024-05-01", "referral_source"),
        (f"{EPISODE}/Assessments[1]", 6, "", "assessment", assessment, ""),
        (f"{EPISODE}/Assessments[1]/AssessmentActualStartDate", 6, day, "assessment", assessment, "started_on"),
        (factors, 7, "", "assessment", assessment, ""),
        (f"{factors}/AssessmentFactors", 7, "3B", "assessment_factor", "3B", "code"),
        (f"{EPISODE}/Section47[1]", 8, "", "section47", enquiry, ""),
        (f"{EPISODE}/Section47[1]/S47ActualStartDate", 8, "2024-05-03", "section47", enquiry, "started_on"),
        (f"{EPISODE}/Section47[1]/DateOfInitialCPC", 8, "2024-05-20", "conference", conference, "held_on"),
        (f"{EPISODE}/Section47[1]/ICPCnotRequired", 9, "false", "section47", enquiry, "conference_not_required"),
        (f"{EPISODE}/ReferralNFA", 10, "0", "episode", "2024-05-01", "no_further_action"),
        (f"{EPISODE}/ChildProtectionPlans[1]", 11, "", "protection_plan", plan, ""),
        (f"{EPISODE}/ChildProtectionPlans[1]/CPPstartDate", 11, "2024-05-20", "protection_plan", plan, "started_on"),
        (f"{EPISODE}/ChildProtectionPlans[1]/InitialCategoryOfAbuse", 11, "NEG", "protection_plan", plan,
         "initial_category"),
        (f"{EPISODE}/ChildProtectionPlans[1]/LatestCategoryOfAbuse", 12, "NEG", "protection_plan", plan,
         "latest_category"),
        (f"{EPISODE}/ChildProtectionPlans[1]/NumberOfPreviousCPP", 12, "0", "protection_plan", plan, "previous_plans"),
        (f"{EPISODE}/ChildProtectionPlans[1]/Reviews[1]", 13, "", "protection_plan", plan, ""),
        (f"{EPISODE}/ChildProtectionPlans[1]/Reviews[1]/CPPreviewDate", 13, "2024-08-01", "plan_review",
         f"{plan}/r2024-08-01", "held_on"),
    ]  # fmt: skip


def test_the_rows_of_a_child_say_whose_they_are_and_what_they_hang_under():
    (found,), _ = told(message(EVERYTHING, year=2025))
    enquiry, plan = "2024-05-01/s2024-05-03", "2024-05-01/p2024-05-20"
    assert {name: [known(row) for row in rows] for name, rows in found.rows.items()} == {
        "child": [{"birth_on": date(2015, 5, 1), "sex": "F", "ethnicity": "WBRI"}],
        "identifier": [{"kind": "upn", "value": "B801200005001"}, {"kind": "former_upn", "value": "A1"}],
        "disability": [{"code": "LD"}, {"code": "HEAR"}],
        "episode": [{"episode": "2024-05-01", "referred_on": date(2024, 5, 1), "referral_source": "3A",
                     "no_further_action": False}],
        "assessment": [{"episode": "2024-05-01", "assessment": "2024-05-01/a2024-05-02",
                        "started_on": date(2024, 5, 2)}],
        "assessment_factor": [{"assessment": "2024-05-01/a2024-05-02", "code": "3B"}],
        "section47": [{"episode": "2024-05-01", "section47": enquiry, "started_on": date(2024, 5, 3),
                       "conference_not_required": False}],
        "conference": [{"episode": "2024-05-01", "section47": enquiry, "conference": f"{enquiry}/c2024-05-20",
                        "kind": "initial", "held_on": date(2024, 5, 20)}],
        "protection_plan": [{"episode": "2024-05-01", "protection_plan": plan, "started_on": date(2024, 5, 20),
                             "initial_category": "NEG", "latest_category": "NEG", "previous_plans": 0}],
        "plan_review": [{"protection_plan": plan, "plan_review": f"{plan}/r2024-08-01", "held_on": date(2024, 8, 1)}],
    }  # fmt: skip


def known(row: dict) -> dict:
    """What the row says beside whose it is."""
    told = {name: value for name, value in row.items() if value is not None}
    assert (told.pop("authority"), told.pop("child")) == ("310", "7")
    return told


def test_what_is_odd_of_a_value_leads_to_its_row_and_line():
    (found,), _ = told(message(EVERYTHING, year=2025))
    because = (
        "FormerUPN: A unique pupil number is a letter followed by twelve digits, or by eleven digits and a letter."
    )
    assert found.flags == [Flag("wrong_upn", because, found.line + 1, "7", "identifier", "A1")]


def test_a_row_without_its_day_is_keyed_without_it_and_a_row_of_the_same_day_is_numbered():
    undated = "<Assessments/>"
    dated = "<Assessments><AssessmentActualStartDate>2023-08-01</AssessmentActualStartDate></Assessments>"
    found = only(episode(undated + dated + undated + dated + dated), episode(dated))
    assert [row["assessment"] for row in found.rows["assessment"]] == [
        "2023-07-13/a-", "2023-07-13/a2023-08-01", "2023-07-13/a-.2", "2023-07-13/a2023-08-01.2",
        "2023-07-13/a2023-08-01.3", "2023-07-13.2/a2023-08-01",
    ]  # fmt: skip


def test_the_first_day_that_can_be_read_is_a_rows_key():
    days = "<CINPlanStartDate>soon</CINPlanStartDate><CINPlanStartDate><b/></CINPlanStartDate>"
    days += "<CINPlanStartDate>2023-09-01T00:00:00</CINPlanStartDate><CINPlanStartDate>2023-10-01</CINPlanStartDate>"
    found = only(episode(f"<CINPlanDates><CINPlanEndDate>2023-12-01</CINPlanEndDate>{days}</CINPlanDates>"))
    (plan,) = found.rows["need_plan"]
    assert (plan["need_plan"], plan["started_on"]) == ("2023-07-13/n2023-09-01", date(2023, 9, 1))
    assert [each.refused for each in found.refused] == ["not_a_date", "not_a_value", "not_a_value", "duplicate"]


@pytest.mark.parametrize(("who", "expected"), [
    ("<Hobby>golf</Hobby>", [(f"{IDENTIFIERS}/Hobby", 0, "golf", "unknown_element", NO_SUCH)]),
    ("<Hobby>\n<Name>golf</Name> </Hobby>", [
        (f"{IDENTIFIERS}/Hobby", 0, "", "unknown_element", NO_SUCH),
        (f"{IDENTIFIERS}/Hobby/Name", 1, "golf", "unknown_element", NO_SUCH)]),
    ("<Hobby x='1'>much<Name y='2'>golf</Name></Hobby>", [
        (f"{IDENTIFIERS}/Hobby", 0, "", "unknown_element", NO_SUCH),
        (f"{IDENTIFIERS}/Hobby/@x", 0, "1", "attribute", ATTRIBUTE),
        (f"{IDENTIFIERS}/Hobby/text()", 0, "much", "stray_text", STRAY),
        (f"{IDENTIFIERS}/Hobby/Name", 0, "golf", "unknown_element", NO_SUCH),
        (f"{IDENTIFIERS}/Hobby/Name/@y", 0, "2", "attribute", ATTRIBUTE)]),
    ("<Sex>M</Sex>\n<Sex>M</Sex>", [
        (f"{IDENTIFIERS}/Sex[2]", 0, "M", "duplicate", "This may stand here once; the first one was kept."),
        (f"{IDENTIFIERS}/Sex[3]", 1, "M", "duplicate", "This may stand here once; the first one was kept.")]),
    ("<FormerUPN>1<b>2</b></FormerUPN>", [
        (f"{IDENTIFIERS}/FormerUPN", 0, "", "not_a_value", "Other elements stand where a value belongs."),
        (f"{IDENTIFIERS}/FormerUPN/text()", 0, "1", "stray_text", STRAY),
        (f"{IDENTIFIERS}/FormerUPN/b", 0, "2", "not_a_value", "Other elements stand where a value belongs.")]),
    ("\n<PersonDeathDate>soon</PersonDeathDate>", [
        (f"{IDENTIFIERS}/PersonDeathDate", 1, "soon", "not_a_date",
         "The value is not a date written like 2017-03-31.")]),
    ("<GenderCurrent>1</GenderCurrent>", [
        (f"{IDENTIFIERS}/GenderCurrent", 0, "1", "superseded", "Sex was sent too, and was kept instead.")]),
])  # fmt: skip
def test_what_cannot_be_kept_is_told_as_sent_with_its_path_line_and_reason(who, expected):
    assert refused(who=f"{WHO}{who}") == expected


def test_an_episode_without_a_day_is_refused_with_all_that_it_holds():
    within = f"{EPISODE}/CINPlanDates/CINPlanStartDate"
    plan = "<CINPlanDates><CINPlanStartDate>2023-09-01</CINPlanStartDate></CINPlanDates>"
    assert refused(episode(plan, referred="soon")) == [
        (path, 1, sent, "no_key", NO_KEY)
        for path, sent in [
            (EPISODE, ""),
            (f"{EPISODE}/CINreferralDate", "soon"),
            (f"{EPISODE}/ReferralSource", "3A"),
            (f"{EPISODE}/CINPlanDates", ""),
            (within, "2023-09-01"),
            (f"{EPISODE}/ReferralNFA", "false"),
        ]
    ]


def test_a_child_whose_only_episode_was_refused_has_none_that_can_be_used():
    assert flagged(episode(referred="soon")) == [("missing", "Child has no usable CINdetails.", 0, "child", "215141")]


def test_a_block_that_may_stand_once_is_taken_once():
    found, _ = told(message(child(what="<Ethnicity>WBRI</Ethnicity></ChildCharacteristics><ChildCharacteristics>"
                                       "<Ethnicity>WIRI</Ethnicity>"), year=2025))  # fmt: skip
    assert found[0].rows["child"][0]["ethnicity"] == "WBRI"
    assert [(each.path, each.sent, each.refused) for each in found[0].refused] == [
        ("Child/ChildCharacteristics[2]", "", "duplicate"),
        ("Child/ChildCharacteristics[2]/Ethnicity", "WIRI", "duplicate"),
    ]


def test_attributes_and_text_that_belong_to_nothing_are_told_beside_what_was_kept():
    found = only(who=f"{WHO} stray <FormerUPN kept='no'>A1</FormerUPN>")
    assert [each.key for each in found.elements if each.path == f"{IDENTIFIERS}/FormerUPN"] == ["A1"]
    assert refused(who=f"{WHO} stray <FormerUPN kept='no'>A1</FormerUPN>") == [
        (f"{IDENTIFIERS}/text()", 0, "stray", "stray_text", STRAY),
        (f"{IDENTIFIERS}/FormerUPN/@kept", 0, "no", "attribute", ATTRIBUTE),
    ]
    assert refused(episode("<Section47 x='1'/>")) == [(f"{EPISODE}/Section47[1]/@x", 1, "1", "attribute", ATTRIBUTE)]


def test_an_empty_sex_does_not_keep_the_gender_out():
    who = "<UPNunknown>UN1</UPNunknown><PersonBirthDate>2015-05-01</PersonBirthDate><GenderCurrent>1</GenderCurrent>"
    assert only(who=f"{who}<Sex/>", year=2024).rows["child"][0]["sex"] == "M"
    assert [code for _, _, _, code, _ in refused(who=f"{who}<Sex/>", year=2024)] == ["empty"]


@pytest.mark.parametrize("number", ["A", "Zz09", "A" * 20])
def test_a_plain_number_of_a_child_is_not_odd(number):
    assert only(number=number).flags == []


@pytest.mark.parametrize("number", ["A-1", "é", "A" * 21, "1 2"])
def test_an_unusual_number_of_a_child_is_kept_and_flagged(number):
    because = "LAchildID: A child's number should be 1 to 20 letters and digits; it was kept as sent."
    found = only(number=f"\n{number}")
    assert found.flags == [Flag("unusual_child_number", because, found.line, number, "child", number)]


def test_a_disability_told_twice_is_flagged_once_and_both_elements_kept():
    what = "<Ethnicity>WBRI</Ethnicity>\n<Disabilities><Disability>LD</Disability></Disabilities>\n"
    again = "<Disabilities><Disability>LD</Disability></Disabilities>"
    because = "Disability says the same twice; it was kept once."
    assert flagged(what=what + again) == [("told_twice", because, 3, "child", "215141")]
    found = only(what=what + again)
    assert [(each.table, each.key, each.column) for each in found.elements if each.sent == "LD"] == [
        ("disability", "LD", "code"),
        ("disability", "LD", "code"),
    ]
    assert [row["code"] for row in found.rows["disability"]] == ["LD"]


def test_one_number_may_be_the_childs_own_and_the_former_and_one_factor_stand_in_two_assessments():
    who = WHO.replace("<UPNunknown>UN1</UPNunknown>", "<UPN>B801200005001</UPN><FormerUPN>B801200005001</FormerUPN>")
    factor = "<FactorsIdentifiedAtAssessment><AssessmentFactors>3B</AssessmentFactors></FactorsIdentifiedAtAssessment>"
    found = only(episode(f"<Assessments>{factor}</Assessments><Assessments>{factor}</Assessments>"), who=who)
    assert [row["kind"] for row in found.rows["identifier"]] == ["upn", "former_upn"]
    assert len(found.rows["assessment_factor"]) == 2
    assert "told_twice" not in [flag.code for flag in found.flags]


def test_an_odd_value_is_named_by_its_element():
    because = "ReferralNFA: Yes or no is written in an unusual mixture of capitals; it was understood."
    sent = episode().replace("false", "False")
    assert flagged(sent) == [("unusual_spelling", because, 1, "episode", "2023-07-13")]


@pytest.mark.parametrize(("year", "flags"), [
    (2026, [("before_its_year", "PreProceedingsandFGDM came in with the 2027 census; this file is of 2026.", 2,
             "episode", "2023-07-13")]),
    (2027, []),
])  # fmt: skip
def test_a_block_of_later_years_is_kept_and_flagged(year, flags):
    within = "\n<PreProceedingsandFGDM><PPStartDate>2023-09-01</PPStartDate></PreProceedingsandFGDM>"
    found = flagged(episode(within), year=year)
    assert [flag for flag in found if "year" in flag[0]] == flags


@pytest.mark.parametrize(("element", "year", "flags"), [
    ("GenderCurrent", 2024, []),
    ("GenderCurrent", 2025, [("after_its_year",
                              "GenderCurrent was retired after the 2024 census; this file is of 2025.", 0,
                              "child", "215141")]),
    ("Sex", 2025, []),
    ("Sex", 2024, [("before_its_year", "Sex came in with the 2025 census; this file is of 2024.", 0,
                    "child", "215141")]),
])  # fmt: skip
def test_an_element_of_other_years_is_kept_and_flagged(element, year, flags):
    who = WHO.replace("<Sex>F</Sex>", f"<{element}>{'F' if element == 'Sex' else 2}</{element}>")
    assert only(who=who, year=year).rows["child"][0]["sex"] == "F"
    assert flagged(who=who, year=year) == flags


def test_where_nobody_knows_the_year_no_element_is_of_another():
    header = "<Header><Source><LEA>310</LEA></Source></Header>"
    who = WHO.replace("<Sex>F</Sex>", "<GenderCurrent>2</GenderCurrent>")
    (found,), _ = told(message(child(who=who), header=header))
    assert found.flags == []


def test_what_is_missing_is_told_of_the_block_it_is_missing_from():
    who, what = "<UPN>B801200005001</UPN>", "\n<Disabilities/>"
    assert flagged("<CINdetails><CINreferralDate>2023-07-13</CINreferralDate></CINdetails>", who=who, what=what) == [
        ("missing", "ChildIdentifiers has no usable PersonBirthDate or ExpectedPersonBirthDate.", 0, "child", "215141"),
        ("missing", "ChildIdentifiers has no usable Sex or GenderCurrent.", 0, "child", "215141"),
        ("empty_block", "Disabilities is there but holds nothing.", 2, "child", "215141"),
        ("missing", "ChildCharacteristics has no usable Ethnicity.", 1, "child", "215141"),
        ("missing", "CINdetails has no usable ReferralSource.", 2, "episode", "2023-07-13"),
        ("missing", "CINdetails has no usable ReferralNFA.", 2, "episode", "2023-07-13"),
    ]


def test_an_element_that_was_refused_is_missing():
    because = "ChildIdentifiers has no usable PersonBirthDate or ExpectedPersonBirthDate."
    who = WHO.replace("2015-05-01", "soon")
    assert flagged(who=who) == [("missing", because, 0, "child", "215141")]


def tree(content: str) -> Node:
    """The tree of one block, as it comes from a file."""
    return next(iter(CensusStream(BytesIO(f"<Message>{content}</Message>".encode()), Limits())))


@pytest.mark.parametrize(("content", "number"), [
    ("<ChildIdentifiers><Sex>F</Sex><LAchildID>7</LAchildID><LAchildID>8</LAchildID></ChildIdentifiers>", "7"),
    ("<LAchildID>6</LAchildID><ChildIdentifiers><LAchildID>7</LAchildID></ChildIdentifiers>", "7"),
    ("<ChildIdentifiers><LAchildID/><LAchildID><b/></LAchildID><LAchildID>7</LAchildID></ChildIdentifiers>", "7"),
    (f"<ChildIdentifiers><LAchildID>{'7' * 61}</LAchildID><LAchildID>8</LAchildID></ChildIdentifiers>", "8"),
    ("<ChildIdentifiers/><ChildIdentifiers><LAchildID>7</LAchildID></ChildIdentifiers>", ""),
    ("<LAchildID>7</LAchildID>", ""),
])  # fmt: skip
def test_the_number_of_a_child_is_the_first_that_can_be_stored(content, number):
    assert child_number(tree(f"<Child>{content}</Child>")) == number


def test_an_element_that_only_holds_others_is_the_files():
    telling = Telling()
    telling.contain(Node("Children", 4))
    assert telling.elements == [Element("Children", 4, "", "file")]
