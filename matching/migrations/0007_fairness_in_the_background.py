from django.db import migrations, models


class Migration(migrations.Migration):
    """Figures about fairness are counted by a worker, which tells how far it is."""

    dependencies = [
        ("matching", "0006_prices_for_the_next_solve"),
    ]

    operations = [
        migrations.AddField(
            model_name="fairnessreport",
            name="beat_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="fairnessreport",
            name="progress",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
