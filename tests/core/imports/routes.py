"""Who may do what with imports: the HR admin, whom the test kind names; owners have their own."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.core.imports.accounts_kind import ACCOUNTS
from tests.permissions.declarations import Access, Route
from tests.world import World

HR = Access(ok="hr_admin")


def of(name: str) -> Any:
    """The address of an import of the world."""
    return lambda world: {"pk": getattr(world, name).pk}


def a_file(world: World) -> dict[str, Any]:
    """What the upload form sends."""
    return {"file": SimpleUploadedFile("list.csv", b"email\nzoe@imported.test\n")}


ROUTES = [
    Route("imports:list", get=Access(ok="hr_admin owner other_owner")),
    Route("imports:start", get=HR, post=HR, data=a_file, query=f"?kind={ACCOUNTS.key}"),
    Route("imports:sample", get=HR, kwargs=lambda world: {"kind": ACCOUNTS.key}, page=False),
    Route(
        "imports:mapping",
        get=HR,
        post=HR,
        kwargs=of("import_uploaded"),
        data=lambda world: {"column-0": "email"},
    ),
    Route(
        "imports:reread",
        post=HR,
        kwargs=of("import_uploaded"),
        data=lambda world: {"encoding": "utf-8", "delimiter": ",", "header_line": 1},
    ),
    Route("imports:preview", get=HR, kwargs=of("import_checked"), query="?show=faulty"),
    Route(
        "imports:fix",
        post=HR,
        kwargs=of("import_checked"),
        data=lambda world: {"column": "zone", "bad": "Brlin", "good": "Berlin"},
    ),
    Route("imports:discard", post=HR, kwargs=of("import_checked")),
    Route("imports:commit", post=HR, kwargs=of("import_written")),
    Route("imports:progress", get=HR, kwargs=of("import_running")),
    Route("imports:result", get=HR, kwargs=of("import_written")),
    Route("imports:rejected", get=HR, kwargs=of("import_written"), page=False),
    Route("imports:undo", post=HR, kwargs=of("import_written")),
    Route("imports:retry", post=HR, kwargs=of("import_stopped")),
]
