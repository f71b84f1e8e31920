"""Policies that are there go on lifting the weakest first; new ones have soft floors unless they say else.

The database's own default is for versions that are there, and for what an older process still writes.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0018_drafts_as_they_are'),
    ]

    operations = [
        migrations.AddField(
            model_name='matchpolicy',
            name='weakest_pairs',
            field=models.CharField(choices=[('floors', 'Lift the weakest at a small price'), ('first', 'Lift the weakest first, whatever it costs the rest'), ('none', 'Best total only')], db_default='first', default='floors', max_length=10, verbose_name='the weakest pairs'),
        ),
    ]
