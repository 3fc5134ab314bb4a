"""The Board reads sentences: each measure has its section and its words."""

from holdfast.measures import MEASURES
from holdfast.records.board.queries.sections import SECTIONS
from holdfast.records.board.queries.sentences import _LARGEST, _SAID


def test_every_measure_stands_in_one_section():
    told = [code for section in SECTIONS for code in section.codes]
    assert sorted(told) == sorted(MEASURES)


def test_every_number_and_share_has_a_sentence_of_one_and_of_several():
    told = {code for code, measure in MEASURES.items() if measure.unit != "per_10000"}
    assert not told - _SAID.keys() - _LARGEST.keys()
