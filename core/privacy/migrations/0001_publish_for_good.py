"""Releases and their memory, written once: updates are refused by the database itself."""

import uuid

import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

REFUSE = """
CREATE FUNCTION privacy_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is published and cannot be changed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER published_for_good BEFORE UPDATE ON privacy_release
    FOR EACH ROW EXECUTE FUNCTION privacy_refuse_update();
CREATE TRIGGER published_for_good BEFORE UPDATE ON privacy_releasedvector
    FOR EACH ROW EXECUTE FUNCTION privacy_refuse_update();
"""
ALLOW = """
DROP TRIGGER published_for_good ON privacy_releasedvector;
DROP TRIGGER published_for_good ON privacy_release;
DROP FUNCTION privacy_refuse_update();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("metric", models.CharField(max_length=100)),
                ("audience", models.CharField(max_length=100)),
                ("period", models.CharField(max_length=100)),
                ("scope", models.CharField(blank=True, max_length=200)),
                ("released_at", models.DateTimeField()),
                ("cells", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("metric", "audience", "period", "scope"), name="one_release_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleasedVector",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vectors",
                        to="privacy.release",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
