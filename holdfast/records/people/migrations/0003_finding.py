"""Finding people: indexes for the ends of numbers, and functions that search behind the wall.

Row-level security lets an index serve only operators that leak nothing, and overlap of arrays and comparison of
patterns are not among them. So these functions search as the owner, by index, and themselves ask the wall's
conditions of every row that they answer.
"""

from django.db import migrations

from holdfast.access import Stage
from holdfast.wall.policies import run, visible

# Who sees every child searches the index of keys. Who sees some searches those few, whatever name is asked: how
# long it takes says nothing of anybody else. (The empty array keeps the second half from the index of keys.)
NAMED = """
CREATE FUNCTION people_named(first varchar[], second varchar[], third varchar[], most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ (SELECT n.id FROM people_personname n
     WHERE (SELECT wall_sees_all(1)) AND (SELECT wall_names())
       AND n.search_keys && first AND n.search_keys && second AND n.search_keys && third
       AND n.person_id <> ALL (ARRAY(SELECT wall_barred()))
     LIMIT most)
   UNION
   (SELECT n.id FROM people_personname n
     WHERE (SELECT wall_names())
       AND n.person_id = ANY (ARRAY(SELECT wall_granted(1) UNION SELECT people_related(1)))
       AND (n.search_keys || '{}') && first AND (n.search_keys || '{}') && second AND (n.search_keys || '{}') && third
     LIMIT most) $$
"""

NUMBERED = f"""
CREATE FUNCTION people_numbered(ending text, most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT p.id FROM people_person p
    WHERE reverse(upper(p.local_id)) ~>=~ reverse(ending) AND reverse(upper(p.local_id)) ~<~ (reverse(ending) || '~')
      AND {visible("p.id", stage=Stage.pointer, related=True)}
   UNION
   SELECT i.person_id FROM people_identifier i
    WHERE reverse(upper(i.value)) ~>=~ reverse(ending) AND reverse(upper(i.value)) ~<~ (reverse(ending) || '~')
      AND {visible("i.person_id", stage=Stage.pointer, related=True)}
   LIMIT most $$
"""

# Yes or no, and only to those who must not take "nothing found" for "unknown": the front door and the night.
RESTRICTED = """
CREATE FUNCTION people_restricted_may_match(
    first varchar[], second varchar[], third varchar[], births date[], endings text[], postcodes text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT coalesce(wall_purpose() IN ('front_door', 'out_of_hours'), false) AND wall_sees_all(1) AND EXISTS (
     SELECT 1 FROM people_person p WHERE p.id = ANY (ARRAY(SELECT wall_barred()))
       AND p.id <> ALL (ARRAY(SELECT wall_granted(1)))
       AND (
         (cardinality(first) > 0
           AND EXISTS (SELECT 1 FROM people_personname n WHERE n.person_id = p.id AND n.search_keys && first
                         AND n.search_keys && second AND n.search_keys && third)
           AND (cardinality(births) = 0 OR p.birth_on IS NULL OR p.birth_on = ANY (births)))
         OR (cardinality(first) = 0 AND p.birth_on = ANY (births))
         OR EXISTS (SELECT 1 FROM unnest(endings) AS ending WHERE right(upper(p.local_id), length(ending)) = ending)
         OR EXISTS (SELECT 1 FROM people_identifier i, unnest(endings) AS ending
                     WHERE i.person_id = p.id AND right(upper(i.value), length(ending)) = ending)
         OR EXISTS (SELECT 1 FROM people_address a WHERE a.person_id = p.id AND a.postcode = ANY (postcodes))
       )) $$
"""

INDEXES = [
    "CREATE INDEX people_by_number_ending ON people_person (reverse(upper(local_id)) text_pattern_ops)",
    "CREATE INDEX people_by_identifier_ending ON people_identifier (reverse(upper(value)) text_pattern_ops)",
    "CREATE INDEX people_by_person_name ON people_personname (person_id, kind)",
    "CREATE SEQUENCE people_local_number",
    "GRANT USAGE ON SEQUENCE people_local_number TO {app}",
]
INDEXES_BACK = [
    "DROP SEQUENCE people_local_number",
    "DROP INDEX people_by_person_name",
    "DROP INDEX people_by_identifier_ending",
    "DROP INDEX people_by_number_ending",
]

# A worker who adds an unborn brother or sister has no grant for it yet, and must be able to become its worker.
GRANTING = (
    f"(SELECT wall_writes()) AND ({visible('child_id', stage=Stage.pointer)}"
    " OR child_id = ANY (ARRAY(SELECT people_added_now())))"
)
WAS_GRANTING = f"(SELECT wall_writes()) AND ({visible('child_id', stage=Stage.pointer)})"


def granting(check: str) -> list[str]:
    return [
        "DROP POLICY wall_grant_insert ON wall_grant",
        f"CREATE POLICY wall_grant_insert ON wall_grant FOR INSERT TO {{app}} WITH CHECK ({check})",
    ]


class Migration(migrations.Migration):
    dependencies = [("people", "0002_wall")]

    operations = [
        run(INDEXES, INDEXES_BACK),
        run(
            [NAMED, NUMBERED, RESTRICTED],
            [
                "DROP FUNCTION people_restricted_may_match(varchar[], varchar[], varchar[], date[], text[], text[])",
                "DROP FUNCTION people_numbered(text, int)",
                "DROP FUNCTION people_named(varchar[], varchar[], varchar[], int)",
            ],
        ),
        run(granting(GRANTING), granting(WAS_GRANTING)),
    ]
