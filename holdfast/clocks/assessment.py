"""The clock of the child and family assessment."""

from datetime import date

from holdfast.clocks._clock import Answer, Clock, Condition, End, Event, Example, Point, Within
from holdfast.clocks._limits import WorkingDays
from holdfast.kernel.source import Dated, Source

ASSESSMENT_45 = Clock(
    id="assessment_45",
    rule="ASM-45",
    title="Complete the child and family assessment",
    table="episode",
    shape=Within(
        start=Point("episode", "referred_on"),
        stop=Event(table="assessment", column="authorised_on", by="episode"),
        limit=(Dated(value=WorkingDays(45), valid_from=date(2013, 4, 15)),),
    ),
    where=(Condition("no_further_action", True, holds=False),),
    ends=(
        End(Point("episode", "closed_on"), "The case closed"),
        End(Point("child", "died_on"), "The child died"),
    ),
    responsible="Children's social care: the social worker, and the manager who authorises it",
    force="statutory guidance",
    source=Source(
        title="Working Together 2013 to 2023; Children in Need census guide 2023-24", place="4.9", confidence="V1"
    ),
    notes=(
        "It counts from the referral, as the guidance says. The published statistic is believed to count each "
        "assessment from its own start, so the two may differ; the measure says which it uses.",
        "A referral that ended with no further action has no such clock; one that nobody has decided yet has it.",
        "The first assessment of the episode stops it. Later assessments in the same episode have no clock from here.",
        "An assessment is complete on the day a manager authorised it.",
    ),
    examples=(
        Example(
            words="Authorised on the 45th working day after the referral: in time. "
            "Easter and two May bank holidays do not count",
            as_of=date(2016, 7, 31),
            rows={
                "episode": ({"episode": "2016-03-24", "referred_on": date(2016, 3, 24)},),
                "assessment": (
                    {
                        "assessment": "2016-03-24/a2016-04-04",
                        "episode": "2016-03-24",
                        "started_on": date(2016, 4, 4),
                        "authorised_on": date(2016, 6, 1),
                    },
                ),
            },
            answers=(Answer(state="met", due_on=date(2016, 6, 1), met_on=date(2016, 6, 1)),),
        ),
        Example(
            words="The case closed before any assessment was authorised",
            as_of=date(2016, 7, 31),
            rows={
                "episode": (
                    {"episode": "2016-03-24", "referred_on": date(2016, 3, 24), "closed_on": date(2016, 4, 30)},
                ),
                "assessment": (
                    {
                        "assessment": "2016-03-24/a2016-04-04",
                        "episode": "2016-03-24",
                        "started_on": date(2016, 4, 4),
                    },
                ),
            },
            answers=(Answer(state="stopped", due_on=date(2016, 6, 1)),),
        ),
        Example(
            words="No further action: no assessment is due",
            as_of=date(2016, 7, 31),
            rows={"episode": ({"episode": "2016-03-24", "referred_on": date(2016, 3, 24), "no_further_action": True},)},
            answers=(),
        ),
        Example(
            words="Referred before the single assessment came in: other limits held then",
            as_of=date(2016, 7, 31),
            rows={"episode": ({"episode": "2012-09-03", "referred_on": date(2012, 9, 3)},)},
            answers=(Answer(state="not_computable", due_on=None),),
        ),
    ),
)

CLOCKS = (ASSESSMENT_45,)
