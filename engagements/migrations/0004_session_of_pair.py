"""What is asked most of sessions: the last one held and the next of a pair, and all those planned."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Concurrently, so that people go on logging sessions meanwhile; that needs to be outside a transaction."""

    atomic = False
    dependencies = [("engagements", "0003_session_before_log")]

    operations = [
        AddIndexConcurrently(
            model_name="session",
            index=models.Index(
                fields=["engagement", "state", "starts_at"], name="session_of_pair"
            ),
        ),
        AddIndexConcurrently(
            model_name="session",
            index=models.Index(
                fields=["starts_at"],
                name="session_planned",
                condition=models.Q(("state", "planned")),
            ),
        ),
    ]
