from django.db import migrations, models


class Migration(migrations.Migration):
    """Prices kept with a draft in a compact form; those kept as text were never read."""

    dependencies = [
        ("matching", "0005_mentor_wishes"),
    ]

    operations = [
        migrations.RemoveField(model_name="matchdraft", name="duals"),
        migrations.AddField(
            model_name="matchdraft",
            name="prices",
            field=models.BinaryField(default=bytes),
        ),
    ]
