"""The tests notice small wrongs in the code: a few here, hundreds in `make soak` (`python -m tests.mutation`)."""

from random import Random

from tests.mutation.mutants import TARGETS, Copy, mutants

QUICK = ("holdfast/access/rules.py", "holdfast/kernel/identifiers.py")


def test_most_of_a_few_wrongs_are_noticed(tmp_path):
    copy = Copy(tmp_path / "copy")
    assert copy.passes(TARGETS[QUICK[0]]), "without a wrong, they pass"
    chosen = [mutant for path in QUICK for mutant in Random(1).sample(mutants(path), 2)]
    assert sum(map(copy.notices, chosen)) >= 3
