"""The table that an information-governance lead signs."""

from holdfast.access import RULES, SERVICES, Purpose, Role, Stage, as_rows, table


def test_the_printed_table_holds_every_rule_in_words():
    rows = as_rows()
    assert len(rows) == len(RULES) + len(SERVICES)
    housing = next(row for row in rows if row["Role"] == "Housing officer" and row["Purpose"] == "Partner work")
    assert housing == {
        "Role": "Housing officer",
        "Purpose": "Partner work",
        "Children": "Children they are currently involved with",
        "As far as": "Pointer",
        "Names": "yes",
        "Protected addresses": "no",
        "May add": "no",
        "Why": "Housing must know whom to ring before a decision about the home, and nothing of the reasons.",
    }


def test_the_table_prints_one_line_a_rule_under_its_heading():
    lines = table().splitlines()
    assert lines[0].startswith("| Role | Purpose | Children |")
    assert len(lines) == 2 + len(RULES) + len(SERVICES)


def test_every_role_purpose_and_stage_says_what_it_is_in_a_sentence():
    for each in [*Role, *Purpose, *Stage]:
        assert each.words.endswith(".") and each.label
