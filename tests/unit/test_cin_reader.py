"""The census reader keeps, flags or refuses each element, and says which and why."""

import io
from datetime import date

import pytest

from holdfast.returns.cin import CensusRefused, Limits, census_facts, read
from tests.census_files import HEADER, child, episode, message, only, told


def codes_of(found):
    return sorted(flag.code for flag in found.flags)


def refusals_of(found):
    return [(element.path, element.refused) for element in found.refused]


def test_a_plain_child_is_kept_whole_with_nothing_odd():
    found = only()
    assert (codes_of(found), refusals_of(found)) == ([], [])
    assert found.rows["episode"][0]["referral_source"] == "3A"
    assert found.rows["child"][0]["birth_on"] == date(2015, 5, 1)


def test_each_element_says_what_was_sent_where_and_where_it_went():
    found = only()
    element = next(each for each in found.elements if each.path.endswith("ReferralSource"))
    assert element.sent == "3A"
    assert element.line == found.line + 1
    assert (element.table, element.key, element.column) == ("episode", "2023-07-13", "referral_source")


def test_rows_are_keyed_by_their_days_and_repeats_are_numbered():
    enquiry = "<S47ActualStartDate>2023-08-01</S47ActualStartDate><ICPCnotRequired>0</ICPCnotRequired>"
    conference = "<DateOfInitialCPC>2023-08-20</DateOfInitialCPC>"
    within = f"<Section47>{enquiry}</Section47><Section47>{enquiry}{conference}</Section47>"
    found = only(episode(), episode(within))
    assert [row["episode"] for row in found.rows["episode"]] == ["2023-07-13", "2023-07-13.2"]
    keys = [row["section47"] for row in found.rows["section47"]]
    assert keys == ["2023-07-13.2/s2023-08-01", "2023-07-13.2/s2023-08-01.2"]
    (held,) = found.rows["conference"]
    assert (held["conference"], held["section47"], held["kind"]) == (f"{keys[1]}/c2023-08-20", keys[1], "initial")


def test_a_conference_of_the_episode_itself_is_a_transfer_in():
    (held,) = only(episode("<DateOfInitialCPC>2023-08-20</DateOfInitialCPC>")).rows["conference"]
    assert (held["conference"], held["kind"], held["section47"]) == ("2023-07-13/c2023-08-20", "transfer_in", None)


PLAN = (
    "<ChildProtectionPlans><CPPstartDate>2023-09-01</CPPstartDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>"
    "<LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP>{}"
    "</ChildProtectionPlans>"
)


def reviews(*groups):
    told = ["".join(f"<CPPreviewDate>{day}</CPPreviewDate>" for day in days) for days in groups]
    return PLAN.format("".join(f"<Reviews>{days}</Reviews>" for days in told))


def test_both_shapes_of_reviews_tell_the_same_facts():
    in_one = only(episode(reviews(["2023-11-01", "2024-04-01"])))
    one_each = only(episode(reviews(["2023-11-01"], ["2024-04-01"])))
    assert in_one.rows == one_each.rows
    assert len(in_one.rows["plan_review"]) == 2


def test_the_order_of_elements_does_not_matter():
    forward = only(what="<Ethnicity>WBRI</Ethnicity><Disabilities><Disability>LD</Disability></Disabilities>")
    backward = only(what="<Disabilities><Disability>LD</Disability></Disabilities><Ethnicity>WBRI</Ethnicity>")
    assert forward.rows == backward.rows


def test_a_namespace_changes_nothing():
    plain = message(child(), year=2025)
    named = plain.replace(b"<Message>", b'<Message xmlns="http://www.education.gov.uk/cin">')
    assert census_facts(io.BytesIO(plain))[0] == census_facts(io.BytesIO(named))[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_declared_encoding_is_understood(encoding):
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>' + message(child(number="É1"), year=2025).decode()
    found, _ = told(text.encode(encoding))
    assert [each.child for each in found] == ["É1"]


@pytest.mark.parametrize(("sent", "sex"), [("1", "M"), ("2", "F"), ("0", "U"), ("9", "I")])
def test_gender_as_before_2025_is_understood(sent, sex):
    found = only(
        year=2024,
        who=f"<UPNunknown>UN1</UPNunknown><PersonBirthDate>2015-05-01</PersonBirthDate>"
        f"<GenderCurrent>{sent}</GenderCurrent>",
    )
    assert found.rows["child"][0]["sex"] == sex
    assert codes_of(found) == []
    assert next(each.sent for each in found.elements if each.path.endswith("GenderCurrent")) == sent


BORN = "<UPNunknown>UN1</UPNunknown><PersonBirthDate>2015-05-01</PersonBirthDate>"


def test_sex_sent_as_a_gender_code_is_understood_and_flagged():
    found = only(year=2024, who=f"{BORN}<Sex>1</Sex>")
    assert found.rows["child"][0]["sex"] == "M"
    assert codes_of(found) == ["before_its_year", "gender_code_as_sex"]


@pytest.mark.parametrize(
    "both", ["<Sex>F</Sex><GenderCurrent>1</GenderCurrent>", "<GenderCurrent>1</GenderCurrent><Sex>F</Sex>"]
)
def test_where_sex_and_gender_are_both_sent_sex_is_kept_in_either_order(both):
    found = only(who=f"{BORN}{both}")
    assert found.rows["child"][0]["sex"] == "F"
    assert refusals_of(found) == [("Child/ChildIdentifiers/GenderCurrent", "superseded")]


def test_unknown_and_retired_codes_are_kept_as_sent_and_flagged():
    factors = "<AssessmentFactors>RB</AssessmentFactors><AssessmentFactors>18A</AssessmentFactors>"
    found = only(
        episode(
            "<Assessments><AssessmentActualStartDate>2023-07-14</AssessmentActualStartDate>"
            f"<FactorsIdentifiedAtAssessment>{factors}</FactorsIdentifiedAtAssessment></Assessments>"
        )
    )
    assert [row["code"] for row in found.rows["assessment_factor"]] == ["RB", "18A"]
    assert codes_of(found) == ["code_not_of_year", "unknown_code"]


def test_a_date_that_is_no_date_is_refused_and_the_rest_of_its_row_kept():
    found = only(episode("<CINclosureDate>31/03/2024</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>"))
    assert refusals_of(found) == [("Child/CINdetails[1]/CINclosureDate", "not_a_date")]
    assert found.rows["episode"][0]["closure_reason"] == "RC7"


def test_an_episode_without_a_referral_date_cannot_be_stored_and_every_element_says_so():
    found = only(episode(referred="not known"), episode())
    assert len(found.rows["episode"]) == 1
    assert {code for _, code in refusals_of(found)} == {"no_key"}
    assert len(refusals_of(found)) == 4


def test_text_between_elements_is_listed_with_its_line():
    found = only(who="<UPNunknown>UN1</UPNunknown>\n\nstray\n<PersonBirthDate>2015-05-01</PersonBirthDate><Sex>F</Sex>")
    (stray,) = found.refused
    assert (stray.refused, stray.sent, stray.line - found.line) == ("stray_text", "stray", 2)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("<Hobby>football</Hobby>", "unknown_element"),
        ("<PersonBirthDate>2016-05-01</PersonBirthDate>", "duplicate"),
        ("<FormerUPN/>", "empty"),
        ("<FormerUPN><b>1</b></FormerUPN>", "not_a_value"),
        (f"<FormerUPN>{'9' * 61}</FormerUPN>", "too_long"),
        ("<PersonDeathDate>2023-02-30</PersonDeathDate>", "not_a_date"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(who, code):
    found = only(who=f"{BORN}<Sex>F</Sex>{who}")
    assert code in {refused for _, refused in refusals_of(found)}
    assert found.rows["child"][0]["birth_on"] == date(2015, 5, 1)


def test_an_attribute_is_listed():
    found = only(who=f'{BORN}<Sex id="7">F</Sex>')
    assert refusals_of(found) == [("Child/ChildIdentifiers/Sex/@id", "attribute")]


def test_a_first_date_that_cannot_be_read_does_not_keep_out_a_second_that_can():
    found = only(
        who="<UPNunknown>UN1</UPNunknown><PersonBirthDate/><PersonBirthDate>2015-05-01</PersonBirthDate><Sex>F</Sex>"
    )
    assert found.rows["child"][0]["birth_on"] == date(2015, 5, 1)


def test_a_disability_said_twice_is_one_row_and_a_flag():
    found = only(
        what="<Ethnicity>WBRI</Ethnicity><Disabilities><Disability>LD</Disability><Disability>LD</Disability></Disabilities>"
    )
    assert len(found.rows["disability"]) == 1
    assert codes_of(found) == ["told_twice"]


def test_missing_blocks_and_elements_are_flagged():
    (found,), _ = told(message("<Child><ChildIdentifiers><LAchildID>1</LAchildID></ChildIdentifiers></Child>"))
    missing = [flag.because for flag in found.flags]
    assert len(missing) == 5
    assert any("Ethnicity" in each or "ChildCharacteristics" in each for each in missing)
    assert found.rows["child"][0]["child"] == "1"


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"who": f"{BORN}<Sex>F</Sex><PersonDeathDate>2014-01-01</PersonDeathDate>"}, "died before the day of birth"),
        (
            {"who": "<UPNunknown>UN1</UPNunknown><PersonBirthDate>2024-12-31</PersonBirthDate><Sex>F</Sex>"},
            "long before",
        ),
        ({"who": "<UPNunknown>UN1</UPNunknown><PersonBirthDate>1990-12-31</PersonBirthDate><Sex>F</Sex>"}, "over 25"),
        ({"who": "<UPN>A801200005001</UPN><PersonBirthDate>2015-05-01</PersonBirthDate><Sex>F</Sex>"}, "check letter"),
        ({"number": "child_of_the_test"}, "1 to 20 letters and digits"),
    ],
)
def test_implausible_is_not_impossible_for_a_child(parts, sentence):
    found = only(**parts)
    assert [flag.because for flag in found.flags if sentence in flag.because]
    assert not list(found.refused)


@pytest.mark.parametrize(
    ("within", "sentence"),
    [
        ("<CINclosureDate>2023-07-01</CINclosureDate>", "closed before the referral"),
        ("<CINclosureDate>2026-07-01</CINclosureDate>", "after the census day"),
        ("<CINPlanDates><CINPlanStartDate>2023-01-01</CINPlanStartDate></CINPlanDates>", "began before the referral"),
        (reviews(["2023-08-01"]), "held before its plan"),
        (
            "<Assessments><AssessmentActualStartDate>2023-07-20</AssessmentActualStartDate>"
            "<AssessmentAuthorisationDate>2023-07-19</AssessmentAuthorisationDate></Assessments>",
            "authorised before it started",
        ),
    ],
)
def test_implausible_is_not_impossible_for_an_episode(within, sentence):
    found = only(episode(within))
    assert [flag for flag in found.flags if sentence in flag.because and flag.line > 0]
    assert not list(found.refused)


def test_the_same_child_twice_in_one_file_is_taken_once_and_the_rest_listed():
    found, account = told(message(child(), child(), year=2025))
    assert account.children == 1
    assert {element.refused for element in found[1].elements} == {"child_twice"}


def test_a_child_without_a_number_is_refused_element_by_element():
    found, account = told(message(child(number=""), child(number="2"), year=2025))
    assert account.children == 1
    assert {element.refused for element in found[0].elements} == {"no_child_number"}


def test_a_year_that_conflicts_with_its_reference_date_is_reported():
    header = HEADER.replace("{year}-03-31", "2024-07-21")
    _, account = told(message(child(), header=header, year=2025))
    assert account.header.year == 2025
    assert [flag.code for flag in account.flags] == ["year_conflict"]


def test_a_broken_file_yields_the_children_before_the_break_and_says_where():
    whole = message(child(number="1"), child(number="2"), year=2025)
    cut = whole[: whole.index(b"WBRI", whole.index(b"WBRI") + 1)]
    found, account = told(cut)
    assert [each.child for each in found] == ["1"]
    assert account.stopped.line == cut.count(b"\n") + 1
    assert {element.refused for element in account.refusals} == {"broken_off"}
    assert account.elements_in == account.kept + account.refused


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ends before"),
        (b"surname,forename\n", "is not XML at all"),
        (b"<Message/>", "not a CIN census"),
        (b"<html><body/></html>", "not a CIN census"),
        (message(child(), header=""), "no header before its children"),
        (message(child(), header=HEADER.replace("310", "")), "no LEA"),
        (message(child(), header=HEADER.replace("CIN", "SSDA903")), "SSDA903 file"),
        (b'<?xml version="1.0" encoding="shift-jis"?><Message/>', "encoding"),
        (b'<!DOCTYPE Message SYSTEM "http://example.org/x.dtd"><Message/>', "document type declaration"),
    ],
)
def test_what_is_no_census_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(CensusRefused, match=sentence):
        read(io.BytesIO(content))


def test_a_billion_laughs_are_refused_at_the_first():
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE Message [<!ENTITY l0 "ha">{entities}]><Message>&l9;</Message>'.encode()
    with pytest.raises(CensusRefused, match="document type declaration"):
        read(io.BytesIO(bomb))


def test_an_entity_of_no_declaration_stops_the_file():
    found, account = told(message(child(), child(number="2", what="<Ethnicity>&secret;</Ethnicity>"), year=2025))
    assert len(found) == 1
    assert "entity" in account.stopped.because


@pytest.mark.parametrize(
    ("limits", "content", "sentence"),
    [
        (Limits(most_bytes=300), message(*(child(number=str(n)) for n in range(400))), "larger than 300 bytes"),
        (Limits(deepest=4), message(child()), "more than 4 deep"),
        (Limits(most_bytes_a_child=1000), message(child(what="<Ethnicity>" + "W" * 200_000)), "One child takes more"),
        (Limits(most_refused=3), message(*("<Adult/>" for _ in range(10))), "More than 3 elements"),
    ],
)
def test_a_file_beyond_our_limits_stops_with_a_sentence(limits, content, sentence):
    try:
        census = read(io.BytesIO(content), limits=limits)
        list(census)
        because = census.account.stopped.because
    except CensusRefused as refused:
        because = str(refused)
    assert sentence in because
