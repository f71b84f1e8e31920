"""Who may do what at the design system's addresses."""

from tests.permissions.declarations import SIGNED_IN, Access, Route

PUBLIC = Access(public=True)
ALL = Access(ok=SIGNED_IN)

ROUTES = [
    Route("design:theme", post=PUBLIC, data=lambda world: {"theme": "dark", "next": "/"}),
    Route("design:session", get=PUBLIC, page=False),
    Route("design:gallery", get=ALL),
    Route("design:gallery_form", get=ALL, post=ALL),
    Route("design:gallery_progress", get=ALL, page=False),
    Route("design:gallery_nothing", post=ALL),
]
