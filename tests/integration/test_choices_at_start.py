"""What a partnership chose wrongly is said when Holdfast starts, and not to the first visitor."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.apps import apps

from holdfast.kernel.refused import Refused


@pytest.mark.parametrize("said", [None, "authority = 399", "[hub]\nopens = nine"])
def test_a_mistake_about_the_front_door_stops_the_start(settings, tmp_path: Path, said: str | None):
    if said is not None:
        (tmp_path / "front_door.toml").write_text(said)
    settings.HOLDFAST = replace(settings.HOLDFAST, local=tmp_path)
    with pytest.raises(Refused, match="cannot be read"):
        apps.get_app_config("frontdoor").ready()


ESCALATION = (Path(__file__).parents[2] / "local" / "escalation.toml").read_text()


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        (('name = "The duty manager"', ""), r"\[people.duty_manager\] name is missing"),
        (('email = "lado@alderbrook.example"', 'email = "lado"'), "is not one e-mail address"),
        (('tell = ["out_of_hours"]', 'tell = ["out_of_ours"]'), "'out_of_ours', who is not on the phone list"),
        (('{ after_minutes = 30, tell = ["director"] }', "{ after_minutes = 30, tell = [] }"), "must list somebody"),
        (("within_minutes = 15\n", 'within_minutes = "15"\n'), "write a whole number of minutes"),
        (("within_minutes = 15\n", "within_minuts = 15\n"), "'within_minuts', which means nothing here"),
        (("after_minutes = 15, ", "after_minutes = 45, "), "at least that of the step before"),
        (("[ladders.otherwise]", "[ladders.else]"), r"\[ladders.otherwise\] is missing"),
        (("alarm_after_minutes = 25", "alarm_after_minutes = 15"), "must be more than every_minutes"),
        (("[test_referral]", "[test_referral"), "cannot be used"),
        (('pages = "http', 'page = "http'), "'page', which means nothing here"),
    ],
)
def test_a_mistake_about_whom_to_tell_stops_the_start_and_says_what_to_mend(
    settings, tmp_path: Path, instead: tuple[str, str], said: str
):
    assert instead[0] in ESCALATION
    (tmp_path / "escalation.toml").write_text(ESCALATION.replace(*instead))
    settings.HOLDFAST = replace(settings.HOLDFAST, local=tmp_path)
    with pytest.raises(Refused, match=said):
        apps.get_app_config("wall").ready()


def test_without_the_file_of_whom_to_tell_nothing_starts(settings, tmp_path: Path):
    settings.HOLDFAST = replace(settings.HOLDFAST, local=tmp_path)
    with pytest.raises(Refused, match=r"escalation\.toml cannot be used"):
        apps.get_app_config("wall").ready()
