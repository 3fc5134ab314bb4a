"""The slice as a Django app."""

from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    """What anyone told us, the referral, and what was decided."""

    name = "holdfast.records.frontdoor"
    label = "frontdoor"

    def ready(self) -> None:
        """Say how this slice's records tell facts, and read the partnership's choices: a mistake stops the start."""
        from holdfast.records.frontdoor.actions.watching import register_jobs
        from holdfast.records.frontdoor.facts import register_facts
        from holdfast.records.frontdoor.queries.challenged import register_challenged
        from holdfast.records.frontdoor.queries.following import why_a_referral_is_held
        from holdfast.records.frontdoor.queries.history import referrals_told, tell_past
        from holdfast.records.frontdoor.queries.levels import document
        from holdfast.records.frontdoor.queries.local import front_door
        from holdfast.wall.holding import register

        register_facts()
        register_jobs()
        front_door()
        document()
        tell_past(referrals_told)
        register_challenged()
        register("referral", why=why_a_referral_is_held)
