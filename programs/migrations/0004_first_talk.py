from django.db import migrations, models


class Migration(migrations.Migration):
    """A track may want a first talk before the mentee's final yes."""

    dependencies = [
        ('programs', '0003_bookings_at_once'),
    ]

    operations = [
        migrations.AddField(
            model_name='track',
            name='first_talk',
            field=models.BooleanField(default=False, verbose_name='a first talk before the final yes'),
        ),
    ]
