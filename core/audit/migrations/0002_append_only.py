"""Rows of the two logs can't be changed or deleted.

Only a transaction that sets `audit.unlocked` may (see core.audit.retention), and a deleted user
may leave an entry's key to them, because that is how the foreign key is defined.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('audit.unlocked', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) ->> TG_ARGV[0] IS NULL
            AND to_jsonb(NEW) - TG_ARGV[0] = to_jsonb(OLD) - TG_ARGV[0] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_append_only('actor_id');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_readlogentry
    FOR EACH ROW EXECUTE FUNCTION audit_append_only('reader_id');
"""
DROP = """
DROP TRIGGER append_only ON audit_auditentry;
DROP TRIGGER append_only ON audit_readlogentry;
DROP FUNCTION audit_append_only();
"""


class Migration(migrations.Migration):
    """Two triggers and the function that they share."""

    dependencies = [("audit", "0001_logs")]

    operations = [migrations.RunSQL(CREATE, DROP)]
