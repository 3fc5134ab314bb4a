"""What this database is, said once; and the tables of sign-in from which the app must remove rows."""

from django.db import migrations

from holdfast.wall.policies import run

FORWARDS = [
    """
    CREATE TABLE wall_installation (
      only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
      kind text NOT NULL CHECK (kind IN ('demo', 'live')),
      made_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "REVOKE ALL ON wall_installation FROM {app}",
    "GRANT SELECT ON wall_installation TO {app}",
    """
    CREATE FUNCTION wall_installation_stands() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'what this database is never changes' USING ERRCODE = 'check_violation';
      END IF;
      IF NEW.kind = 'demo' AND (EXISTS (SELECT FROM wall_user) OR EXISTS (SELECT FROM wall_auditevent)) THEN
        RAISE EXCEPTION 'a database that people have used never becomes a demonstration'
          USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER wall_installation_stands BEFORE INSERT OR UPDATE OR DELETE ON wall_installation
    FOR EACH ROW EXECUTE FUNCTION wall_installation_stands()
    """,
    # Definer's rights: the app makes accounts but may not say what the database is.
    """
    CREATE FUNCTION wall_first_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
    BEGIN
      INSERT INTO wall_installation (kind) SELECT 'live' WHERE NOT EXISTS (SELECT FROM wall_installation)
      ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER wall_first_account AFTER INSERT ON wall_user
    FOR EACH STATEMENT EXECUTE FUNCTION wall_first_account()
    """,
    # A council's sign-on finds people by their address: two people with one address would be each other.
    "CREATE UNIQUE INDEX wall_user_one_email ON wall_user (lower(email)) WHERE email <> ''",
    # Counts of failed sign-ins, shared by every web process; Django's cache in a table.
    """
    CREATE TABLE wall_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)
    """,
    "CREATE INDEX wall_cache_expires ON wall_cache (expires)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON wall_cache TO {app}",
    "GRANT DELETE ON django_session, mfa_authenticator, account_emailaddress TO {app}",
]
BACKWARDS = [
    "REVOKE DELETE ON django_session, mfa_authenticator, account_emailaddress FROM {app}",
    "DROP TABLE wall_cache",
    "DROP INDEX wall_user_one_email",
    "DROP TRIGGER wall_first_account ON wall_user",
    "DROP FUNCTION wall_first_account()",
    "DROP TABLE wall_installation",
    "DROP FUNCTION wall_installation_stands()",
]


class Migration(migrations.Migration):
    dependencies = [
        ("wall", "0002_wall"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [run(FORWARDS, BACKWARDS)]
