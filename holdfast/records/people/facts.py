"""What the records of people tell as facts: the child without a name, the numbers, the disabilities."""

from holdfast.wall import providers

CHILD = """
SELECT authority, local_id AS child, birth_on, expected_birth_on, died_on, nullif(sex, '') AS sex,
       nullif(ethnicity, '') AS ethnicity, nullif(upn_unknown, '') AS upn_unknown
FROM people_person
WHERE is_child AND (%(children)s::uuid[] IS NULL OR id = ANY (%(children)s::uuid[]))
"""

IDENTIFIER = """
SELECT person.authority, person.local_id AS child, told.kind, told.value
FROM people_identifier told JOIN people_person person ON person.id = told.person_id
WHERE person.is_child AND (%(children)s::uuid[] IS NULL OR told.person_id = ANY (%(children)s::uuid[]))
"""

DISABILITY = """
SELECT person.authority, person.local_id AS child, told.code
FROM people_disability told JOIN people_person person ON person.id = told.person_id
WHERE person.is_child AND told.withdrawn_at IS NULL
      AND (%(children)s::uuid[] IS NULL OR told.person_id = ANY (%(children)s::uuid[]))
"""

MOVE = """
SELECT person.authority, person.local_id AS child, 'm' || told.moved_on AS move, told.moved_on, told.from_known
FROM people_moves(%(children)s::uuid[]) told JOIN people_person person ON person.id = told.person_id
WHERE person.is_child
"""

# Everybody who came to live with the child, whatever they are to them; those who always did joined on no day.
HOUSEHOLD_CHANGE = """
SELECT person.authority, person.local_id AS child, 'j' || told.from_on || '.' || left(told.id::text, 8)
       AS household_change, told.from_on AS joined_on, NOT other.is_child AS adult, told.kind AS relation
FROM people_relationship told JOIN people_person person ON person.id = told.person_id
     JOIN people_person other ON other.id = told.other_id
WHERE person.is_child AND told.lives_with AND told.from_on > coalesce(person.birth_on, told.from_on - 1)
      AND (%(children)s::uuid[] IS NULL OR told.person_id = ANY (%(children)s::uuid[]))
"""

NUMBERS = """
SELECT authority, local_id AS child, id FROM people_person
WHERE is_child AND (%(children)s::uuid[] IS NULL OR id = ANY (%(children)s::uuid[]))
"""


def register() -> None:
    """Tell the wall how; called once, when the app is ready."""
    providers.register("child", sql=CHILD)
    providers.register("identifier", sql=IDENTIFIER)
    providers.register("disability", sql=DISABILITY)
    providers.register("move", sql=MOVE)
    providers.register("household_change", sql=HOUSEHOLD_CHANGE)
    providers.register_numbers(sql=NUMBERS)
