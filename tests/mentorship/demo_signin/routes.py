"""The demo's sign-in is open to everybody who can reach the demo; production has none."""

from tests.permissions.declarations import Access, Route

OPEN = Access(public=True)

ROUTES = [
    Route("demo:choose", get=OPEN),
    Route("demo:progress", get=OPEN, page=False),
    Route("demo:enter", post=OPEN, kwargs=lambda world: {"role": "mentee"}),
]
