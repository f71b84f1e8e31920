"""The ledger of hours: lines are never changed or deleted, and nothing is booked beyond it.

Each new line waits for its contract's row, so that lines are written one after the other. A
booking that would leave the contract or the coachee's grant below zero is refused; a session that
was held is always written. Only a transaction that sets `ledger.unlocked` may delete lines (see
rotations.coaching.retention); a line may lose the account that wrote it, its session and its
coaching, because that is how these keys are defined.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION coaching_hours_within() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    remaining bigint;
BEGIN
    PERFORM 1 FROM rotations_coachingcontract WHERE id = NEW.contract_id FOR NO KEY UPDATE;
    IF NEW.kind <> 'reserved' THEN
        RETURN NEW;
    END IF;
    SELECT COALESCE(SUM(minutes), 0) + NEW.minutes INTO remaining
        FROM rotations_hoursentry WHERE contract_id = NEW.contract_id;
    IF remaining < 0 THEN
        RAISE EXCEPTION 'booked beyond the contract'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'hours_within_contract';
    END IF;
    SELECT granted.minutes + NEW.minutes + COALESCE((
            SELECT SUM(line.minutes) FROM rotations_hoursentry line
            WHERE line.coaching_id = granted.id), 0) INTO remaining
        FROM rotations_coachingengagement granted WHERE granted.id = NEW.coaching_id;
    IF remaining < 0 THEN
        RAISE EXCEPTION 'booked beyond the grant'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'hours_within_grant';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION coaching_hours_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb;
    name text;
BEGIN
    IF current_setting('ledger.unlocked', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' THEN
        after := to_jsonb(NEW);
        FOREACH name IN ARRAY ARRAY['by_id', 'session_id', 'coaching_id'] LOOP
            IF after ->> name IS NULL THEN
                before := before - name;
                after := after - name;
            END IF;
        END LOOP;
        IF before = after THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'rotations_hoursentry is append-only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER within BEFORE INSERT ON rotations_hoursentry
    FOR EACH ROW EXECUTE FUNCTION coaching_hours_within();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON rotations_hoursentry
    FOR EACH ROW EXECUTE FUNCTION coaching_hours_kept();
"""
DROP = """
DROP TRIGGER within ON rotations_hoursentry;
DROP TRIGGER append_only ON rotations_hoursentry;
DROP FUNCTION coaching_hours_within();
DROP FUNCTION coaching_hours_kept();
"""


class Migration(migrations.Migration):
    """Two triggers, each with its function."""

    dependencies = [("rotations", "0002_coaching")]

    operations = [migrations.RunSQL(CREATE, DROP)]
