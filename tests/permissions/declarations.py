"""How a room declares who may do what at each of its addresses.

One `Route` per route name, in `tests/<room>/routes.py`. A subject named in `ok` succeeds, one in
`forbidden` gets 403, everybody else 404; who is not signed in is sent to the sign-in page. A
method without an Access answers 405.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.world import World

#: Those who work here.
EMPLOYEES = (
    "hr_admin employee owner other_owner sponsor other_sponsor"
    " mentor other_mentor mentee other_mentee line_manager other_manager host other_host"
)
#: Those who work elsewhere: they see nothing that every employee may read.
EXTERNAL = "coach other_coach"
#: Everybody in the matrix who can sign in.
SIGNED_IN = f"{EMPLOYEES} {EXTERNAL}"
SUBJECTS = ("anonymous", "deactivated", *SIGNED_IN.split())


@dataclass(frozen=True)
class Access:
    """Who gets what for one method; names of subjects separated by spaces."""

    ok: str = ""
    forbidden: str = ""
    public: bool = False

    def expected(self, subject: str) -> str:
        """One of "ok", "sign-in", "forbidden", "hidden"."""
        if self.public or subject in self.ok.split():
            return "ok"
        if subject in ("anonymous", "deactivated"):
            return "sign-in"
        return "forbidden" if subject in self.forbidden.split() else "hidden"


@dataclass(frozen=True)
class Route:
    """The declaration of one route name.

    `kwargs` builds the address in the shared world; `data` the body of a POST that succeeds;
    `page` says whether GET is a whole page, walked by the browser checks and the page benchmark.
    """

    name: str
    get: Access | None = None
    post: Access | None = None
    kwargs: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    query: str = ""
    page: bool = True

    def __post_init__(self) -> None:
        for access in filter(None, (self.get, self.post)):
            named = {*access.ok.split(), *access.forbidden.split()}
            if unknown := named - set(SUBJECTS):
                raise ValueError(f"{self.name}: no such subject: {', '.join(sorted(unknown))}")
            if not access.ok and not access.public:
                raise ValueError(f"{self.name}: nobody can succeed on it")
