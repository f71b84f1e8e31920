import core.crypto.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Mentees may ask a mentor themselves, with a word that only the two read."""

    dependencies = [
        ('matching', '0010_lawful_purposes'),
        ('programs', '0002_coaching_format'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MentorRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('words', core.crypto.fields.EncryptedTextField(blank=True, verbose_name='a word to the mentor')),
            ],
            options={
                'ordering': ['created_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='matchpolicy',
            name='request_days',
            field=models.PositiveSmallIntegerField(default=14, verbose_name='days to ask mentors'),
        ),
        migrations.AlterField(
            model_name='matchpolicy',
            name='mode',
            field=models.CharField(choices=[('admin', 'You match, and everybody answers'), ('ranked', 'Mentees first say whom they would like, then you match'), ('self', 'Mentees ask a mentor themselves'), ('hybrid', 'Mentees may ask a mentor for a while, then you match the others')], default='admin', max_length=10, verbose_name='who has a say'),
        ),
        migrations.AlterField(
            model_name='matchrun',
            name='state',
            field=models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('ready', 'Ready for review'), ('failed', 'Failed'), ('cancelled', 'Cancelled'), ('published', 'Published'), ('asked', 'Pairs that mentees asked for')], default='queued', max_length=10),
        ),
        migrations.AlterField(
            model_name='offer',
            name='publication',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='matching.publication'),
        ),
        migrations.AddConstraint(
            model_name='matchrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('cohort', 'track'), name='run_one_for_what_is_asked'),
        ),
        migrations.AddField(
            model_name='mentorrequest',
            name='offer',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='request', to='matching.offer'),
        ),
    ]
