"""The last session held, the last one planned and the agreed rhythm stand on the relationship itself.

The rhythm is written by the service that takes the last signature. A trigger of the sessions keeps
the two others, whoever writes: services, a copy of thousands, an erasure. It runs once for a
statement, locks the relationships whose sessions have moved (so that two writers take turns), and
looks at those alone.
"""

from django.db import migrations, models

CREATE = """
CREATE FUNCTION engagement_meetings_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched uuid[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT engagement_id) INTO touched FROM after;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT engagement_id) INTO touched FROM before;
    ELSE
        SELECT array_agg(DISTINCT moved.engagement_id) INTO touched
            FROM before JOIN after USING (id)
            CROSS JOIN LATERAL (VALUES (before.engagement_id), (after.engagement_id))
                AS moved (engagement_id)
            WHERE (before.state, before.starts_at, before.engagement_id)
                IS DISTINCT FROM (after.state, after.starts_at, after.engagement_id);
    END IF;
    IF touched IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM engagements_engagement WHERE id = ANY (touched)
        ORDER BY id FOR NO KEY UPDATE;
    UPDATE engagements_engagement pair
        SET last_held_at = found.held, planned_until = found.planned
        FROM (
            SELECT each.id,
                MAX(session.starts_at) FILTER (WHERE session.state = 'held') AS held,
                MAX(session.starts_at) FILTER (WHERE session.state = 'planned') AS planned
            FROM unnest(touched) AS each (id)
            LEFT JOIN engagements_session session ON session.engagement_id = each.id
            GROUP BY each.id
        ) found
        WHERE pair.id = found.id
            AND (pair.last_held_at, pair.planned_until)
                IS DISTINCT FROM (found.held, found.planned);
    RETURN NULL;
END $$;

CREATE TRIGGER meetings_made AFTER INSERT ON engagements_session
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION engagement_meetings_kept();
CREATE TRIGGER meetings_moved AFTER UPDATE ON engagements_session
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION engagement_meetings_kept();
CREATE TRIGGER meetings_gone AFTER DELETE ON engagements_session
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION engagement_meetings_kept();
"""
DROP = """
DROP TRIGGER meetings_made ON engagements_session;
DROP TRIGGER meetings_moved ON engagements_session;
DROP TRIGGER meetings_gone ON engagements_session;
DROP FUNCTION engagement_meetings_kept();
"""
FILL = """
UPDATE engagements_engagement pair
    SET last_held_at = found.held, planned_until = found.planned
    FROM (
        SELECT engagement_id,
            MAX(starts_at) FILTER (WHERE state = 'held') AS held,
            MAX(starts_at) FILTER (WHERE state = 'planned') AS planned
        FROM engagements_session GROUP BY engagement_id
    ) found
    WHERE pair.id = found.engagement_id
"""

FILL_RHYTHM = """
UPDATE engagements_engagement pair
    SET agreed_every_days = found.meeting_every_days
    FROM (
        SELECT DISTINCT ON (agreement.engagement_id)
            agreement.engagement_id, agreement.meeting_every_days
        FROM engagements_agreement agreement
        WHERE NOT EXISTS (
            SELECT 1 FROM engagements_engagementmember member
            WHERE member.engagement_id = agreement.engagement_id AND NOT EXISTS (
                SELECT 1 FROM engagements_agreementsignature signature
                WHERE signature.agreement_id = agreement.id
                    AND signature.person_id = member.person_id
            )
        )
        ORDER BY agreement.engagement_id, agreement.version DESC
    ) found
    WHERE pair.id = found.engagement_id
"""


class Migration(migrations.Migration):
    """Three fields, the trigger, and what holds today; one transaction, so that nothing slips through."""

    dependencies = [("engagements", "0004_session_of_pair")]

    operations = [
        migrations.AddField(
            "engagement",
            "last_held_at",
            models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            "engagement",
            "planned_until",
            models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            "engagement",
            "agreed_every_days",
            models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(CREATE, DROP),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(FILL_RHYTHM, migrations.RunSQL.noop),
    ]
