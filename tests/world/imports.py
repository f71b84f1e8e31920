"""Imports of the HR admin: one whose columns wait, one checked, one written, one being checked."""

from core.imports.enums import State
from core.imports.kinds import Context
from core.imports.models import ImportBatch
from core.imports.services import columns, commit, upload
from tests.core.imports.accounts_kind import ACCOUNTS
from tests.world import World

FILE = "email,language,tz,gender\nlea@imported.test,en,Berlin,f\nnot an address,de,Brlin,m\n"


def build(world: World) -> None:
    """One import in each state in which a page shows something else."""
    world.remember("import_uploaded", _upload(world))
    world.remember("import_checked", _check(world))
    written = _check(world)
    commit.start_commit(batch_id=written.pk, by=world.user("hr_admin"), now=World.NOW)
    commit.run_commit(batch_id=written.pk, now=World.NOW)
    world.remember("import_written", written)
    running = _check(world)
    ImportBatch.objects.filter(pk=running.pk).update(state=State.PREVIEWING, seen_at=World.NOW)
    world.remember("import_running", running)
    stopped = _check(world)
    ImportBatch.objects.filter(pk=stopped.pk).update(state=State.FAILED, failed_in=State.PREVIEWING)
    world.remember("import_stopped", stopped)


def _upload(world: World) -> ImportBatch:
    by = world.user("hr_admin")
    data = FILE.encode()
    return upload.upload(
        kind=ACCOUNTS, context=Context(), name="accounts.csv", data=data, by=by, now=World.NOW
    )


def _check(world: World) -> ImportBatch:
    batch = _upload(world)
    chosen = {int(index): key for index, key in batch.mapping.items()}
    return columns.choose_columns(batch_id=batch.pk, chosen=chosen, now=World.NOW)
