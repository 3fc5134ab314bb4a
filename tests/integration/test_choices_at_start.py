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
