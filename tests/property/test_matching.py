"""Two ways to compare must agree; the order of the two never matters; and no weight ever does anything by itself."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.matching.comparisons import COMPARISONS, SILENT, answers, splink_levels
from holdfast.matching.described import KEY_COLUMNS, Described, made_ready
from holdfast.matching.model import trained
from holdfast.matching.reasons import reasons
from holdfast.matching.splinked import _row, pairs

NAMES = st.sampled_from(
    [
        "Kate",
        "Katherine",
        "Kasia",
        "Osheen",
        "Oisín",
        "Mohammed",
        "Mo",
        "K",
        "",
        "Mei Ling",
        "Ling",
        "Anne-Marie",
        "Ann",
    ]
)
FAMILIES = st.sampled_from(["Adebayo", "Adebeyo", "Adebayo-Reid", "Reid", "O'Neil", "ONeill", "", "Kate", "Chen"])
DAYS = st.dates(date(2012, 1, 1), date(2014, 12, 31))
HOMES = st.sampled_from(
    [("12 Marsh Lane", "ZZ4 7AB"), ("12, Marsh La", ""), ("7 Quay Street", "ZZ1 1AA"), ("", "ZZ4 7AB")]
)


@st.composite
def descriptions(draw) -> Described:
    birth = draw(st.none() | DAYS)
    start = draw(DAYS)
    return Described(
        names=tuple(draw(st.lists(st.tuples(NAMES, FAMILIES), max_size=2))),
        birth_on=birth,
        born_between=(start, start + timedelta(days=400)) if birth is None and draw(st.booleans()) else None,
        homes=tuple(draw(st.lists(HOMES, max_size=2))),
        telephones=tuple(draw(st.lists(st.sampled_from(["020 7946 0123", "(020) 79460123", "12"]), max_size=1))),
        numbers=tuple(
            draw(st.lists(st.tuples(st.sampled_from(["upn", "nhs_number"]), st.sampled_from("AB")), max_size=2))
        ),
        mothers=tuple(draw(st.lists(st.tuples(NAMES, FAMILIES), max_size=1))),
        siblings=tuple(draw(st.lists(NAMES, max_size=2))),
        sex=draw(st.sampled_from(["M", "F", ""])),
    )


@given(descriptions(), descriptions())
def test_it_does_not_matter_which_of_the_two_comes_first(one, other):
    a, b = made_ready(one), made_ready(other)
    assert trained().judged(a, b) == trained().judged(b, a)


@given(descriptions(), descriptions())
def test_every_answer_has_a_weight_and_every_weighty_one_a_sentence_on_its_side(one, other):
    said = trained().judged(made_ready(one), made_ready(other))
    told = reasons(one, other, said)
    weighty = [each for each in said.weighed if abs(each.bits) >= 0.7]
    assert len(told.speaks_for) + len(told.speaks_against) == len(weighty)
    assert len(told.speaks_for) == sum(each.bits > 0 for each in weighty)


@settings(max_examples=60)
@given(st.lists(st.tuples(descriptions(), descriptions()), min_size=1, max_size=8))
def test_python_and_sql_give_every_comparison_the_same_answer(both):
    cases = ", ".join(_case(each) for each in COMPARISONS)
    kinds = dict.fromkeys(KEY_COLUMNS, "VARCHAR[]") | {"born_from": "DATE", "born_until": "DATE"}
    pair = ", ".join(f'${name}_{side}::{kind} AS "{name}_{side}"' for name, kind in kinds.items() for side in "lr")
    with duckdb.connect() as connection:
        for one, other in both:
            rows = {"l": _row("x", one), "r": _row("x", other)}
            values = {f"{name}_{side}": rows[side][name] for name in kinds for side in "lr"}
            found = connection.execute(f"SELECT {cases} FROM (SELECT {pair})", values).fetchone()
            expected = answers(made_ready(one), made_ready(other))
            assert dict(zip(expected, found, strict=True)) == expected


def _case(comparison) -> str:
    whens = [
        f"ELSE '{label}'" if sql == "ELSE" else f"WHEN {sql} THEN '{label}'" for label, sql in splink_levels(comparison)
    ]
    return f"CASE {' '.join(whens)} END"


def test_splink_weighs_a_pair_exactly_as_the_look_up_does():
    told = [
        (
            "a",
            Described(names=(("Kate", "Adebayo"),), birth_on=date(2017, 3, 4), homes=(("12 Marsh Lane", "ZZ4 7AB"),)),
        ),
        ("b", Described(names=(("Tunde", "Adebayo"),), birth_on=date(2014, 9, 9), sex="M")),
    ]
    record = Described(
        names=(("Katherine", "Adebayo"),), birth_on=date(2017, 4, 3), homes=(("12 Marsh Lane", "ZZ4 7AB"),)
    )
    brother = Described(names=(("Babatunde", "Adebayo"),), birth_on=date(2014, 9, 9), sex="M")
    with TemporaryDirectory() as folder:
        found = pairs(told, [("r", record), ("s", brother)], above=1e-9, spill_to=Path(folder))
    on_record, described = {"r": record, "s": brother}, dict(told)
    assert {(pair.told, pair.on_record) for pair in found} >= {("a", "r"), ("b", "s")}
    for pair in found:
        judged = trained().judged(made_ready(described[pair.told]), made_ready(on_record[pair.on_record]))
        assert abs(pair.bits - (trained().prior + judged.bits)) < 1e-6


def test_silence_weighs_nothing():
    assert all(bits[SILENT] == 0 for bits in trained().bits.values())
