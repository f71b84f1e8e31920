"""What each decision rewrites of a draft is stored as it is: compressing it took longer than all else.

It only changes how the next version of a row is stored; nothing is rewritten now.
"""

from django.db import migrations

COLUMNS = ("assignment", "slots", "prices")


def stored(how: str) -> str:
    wanted = ", ".join(f"ALTER COLUMN {each} SET STORAGE {how}" for each in COLUMNS)
    return f"ALTER TABLE matching_matchdraft {wanted}"


class Migration(migrations.Migration):
    dependencies = [("matching", "0017_peers_are_asked_at_once")]

    operations = [migrations.RunSQL(stored("EXTERNAL"), stored("EXTENDED"))]
