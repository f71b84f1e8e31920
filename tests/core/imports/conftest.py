"""What the tests of imports share."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from core.accounts.models import User
from core.imports.kinds import Context
from core.imports.models import ImportBatch, SavedMapping
from core.imports.services import columns, upload
from tests.core.imports.accounts_kind import ACCOUNTS, Accounts

Make = Callable[..., ImportBatch]
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """The folder of public test data; skips where it is missing."""
    if not DATA.is_dir():
        pytest.skip(f"no public test data at {DATA}")
    return DATA


@pytest.fixture
def no_imports(db: None) -> None:
    """Without the imports of the shared world."""
    ImportBatch.objects.all().delete()
    SavedMapping.objects.all().delete()


@pytest.fixture
def kind() -> Iterator[Accounts]:
    """The test kind, well behaved."""
    for kept in (ACCOUNTS.finished, ACCOUNTS.fail_at, ACCOUNTS.refuse):
        kept.clear()
    yield ACCOUNTS
    for kept in (ACCOUNTS.finished, ACCOUNTS.fail_at, ACCOUNTS.refuse):
        kept.clear()


@pytest.fixture
def uploaded(kind: Accounts, now: datetime) -> Make:
    """`uploaded("email\\na@b.example\\n")`: an import fresh from the wire."""

    def make(text: str, *, by: User | None = None, name: str = "list.csv") -> ImportBatch:
        return upload.upload(
            kind=kind, context=Context(), name=name, data=text.encode(), by=by, now=now
        )

    return make


@pytest.fixture
def checked(uploaded: Make, now: datetime) -> Make:
    """An import whose suggested columns are confirmed and whose rows are checked."""

    def make(text: str, **about: object) -> ImportBatch:
        batch = uploaded(text, **about)
        chosen = {int(index): key for index, key in batch.mapping.items()}
        return columns.choose_columns(batch_id=batch.pk, chosen=chosen, now=now, wait=True)

    return make
