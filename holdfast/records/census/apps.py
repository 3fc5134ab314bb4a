"""The slice as a Django app."""

from django.apps import AppConfig


class CensusConfig(AppConfig):
    """What the census rules find on the record, night by night, until it is mended or explained."""

    name = "holdfast.records.census"
    label = "census"

    def ready(self) -> None:
        """Have the records checked every night and on each save; a mistake in local/census.toml is said now."""
        from holdfast.records.census.actions import check_records, night_is_due
        from holdfast.records.census.queries.local import nightly
        from holdfast.records.census.views.aftersave import form_with_questions
        from holdfast.records.census.views.typing import answers
        from holdfast.wall.waiting.rounds import register_long_job
        from holdfast.web import aftersave, whiletyping

        nightly()
        register_long_job("census", check_records, is_due=night_is_due)
        aftersave.register(form_with_questions)
        whiletyping.register(answers)
