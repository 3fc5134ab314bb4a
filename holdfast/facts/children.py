"""Facts about the child: who, without a name."""

from holdfast.facts._table import WHOSE, Table, date, of_child, text

CHILD = of_child(
    "child",
    "A child or unborn child known to the authority",
    date("birth_on", "Date of birth; empty for an unborn child"),
    date("expected_birth_on", "Expected date of birth of an unborn child"),
    date("died_on", "Date of death"),
    text("sex", "M, F, U (not known, unborn), or I (indeterminate, before 2024-25)", codes="Sex"),
    text("ethnicity", "Ethnic group", codes="Ethnicity"),
    text("upn_unknown", "Why there is no unique pupil number", codes="UPNunknown"),
)

IDENTIFIER = Table(
    name="identifier",
    words="A number by which another service knows the child, as sent, right or wrong",
    key=("authority", "child", "kind", "value"),
    columns=(
        *WHOSE,
        text("kind", "upn, former_upn or nhs_number", required=True),
        text("value", "The number as sent", required=True),
    ),
)

DISABILITY = Table(
    name="disability",
    words="A disability recorded for the child; NONE is a recorded answer too",
    key=("authority", "child", "code"),
    columns=(*WHOSE, text("code", "The disability", required=True, codes="Disability")),
)
