"""Who may look into the demo's mailbox: everybody, signed in or not; production has none."""

from tests.permissions.declarations import Access, Route

ROUTES = [
    Route("outbox:mailbox", get=Access(public=True)),
    Route("outbox:mail", get=Access(public=True), kwargs=lambda world: {"pk": world.demo_mail.pk}),
    Route(
        "outbox:body",
        get=Access(public=True),
        kwargs=lambda world: {"pk": world.demo_mail.pk},
        page=False,
    ),
    Route(
        "outbox:attachment",
        get=Access(public=True),
        kwargs=lambda world: {"pk": world.demo_attachment.pk},
        page=False,
    ),
]
