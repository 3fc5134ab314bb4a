"""Who asks for early help, how far a family is on the way to it, and how it ends."""

from django.db.models import TextChoices


class HelpSource(TextChoices):
    """Who asked for early help."""

    front_door = "front_door", "The front door"
    family = "family", "The family itself"
    partner = "partner", "A partner agency"
    step_down = "step_down", "Stepped down from children’s social care"


class HelpStage(TextChoices):
    """How far a family is, worked out from the days that were recorded."""

    referred = "referred", "Asked for: nobody has spoken with the family"
    offered = "offered", "Offered: the family has not answered"
    refused = "refused", "Refused: to be ended or stepped up"
    agreed = "agreed", "Agreed: to be assessed"
    assessed = "assessed", "Assessed: to be planned"
    helped = "helped", "Plan running"
    stepped_up = "stepped_up", "Stepped up: the front door decides"
    ended = "ended", "Ended"

    @property
    def short(self) -> str:
        """The words before the colon."""
        return str(self.label).split(":")[0]


class HelpOutcome(TextChoices):
    """How early help ended; nothing leaves the queue without one."""

    needs_met = "needs_met", "Needs met"
    universal = "universal", "Goes on with what everybody has"
    stepped_up = "stepped_up", "Stepped up to children’s social care"
    refused = "refused", "The family refused"
    withdrawn = "withdrawn", "The family withdrew"
    disengaged = "disengaged", "The family could not be reached, or stopped coming"
    moved_away = "moved_away", "Moved away"
    other_service = "other_service", "Another service helps already"


class Reached(TextChoices):
    """How somebody tried to speak with the family."""

    visit = "visit", "At home"
    telephone = "telephone", "By telephone"
    meeting = "meeting", "In person elsewhere"
    message = "message", "By message or letter"


class Result(TextChoices):
    """How far an outcome of the plan has come."""

    going = "going", "Going on"
    met = "met", "Met"
    partly = "partly", "Partly met"
    not_met = "not_met", "Not met"


class Risk(TextChoices):
    """Whether a family's refusing raises the risk to the child: asked each time, and answered in writing."""

    yes = "yes", "Yes: the child is more at risk without this help"
    no = "no", "No"
    not_sure = "not_sure", "I am not sure"


class Diverted(TextChoices):
    """What became of an offer to divert a young person from harm."""

    accepted = "accepted", "Accepted"
    declined = "declined", "Declined"
    unsuitable = "unsuitable", "Not suitable"


class Flag(TextChoices):
    """A sign that a young person should be offered something else to do, soon."""

    substances = "substances", "Drugs or alcohol"
    antisocial = "antisocial", "Antisocial behaviour"
    gangs = "gangs", "Links to a gang"
