"""Who may do what at the addresses of the top room."""

from tests.permissions.declarations import SIGNED_IN, Access, Route

EVERYBODY = Access(ok=SIGNED_IN)

ROUTES = [
    Route("timeline:mine", get=EVERYBODY),
    Route(
        "timeline:person",
        get=Access(ok="mentee mentor coach owner hr_admin line_manager sponsor"),
        kwargs=lambda world: {"person_id": world.mentee_person.pk},
    ),
    Route("home", get=EVERYBODY),
    # Set up already: the page leads home. Its own tests start from an empty database.
    Route("setup", get=Access(public=True), post=Access(public=True), page=False),
    Route("my_data", get=EVERYBODY),
    Route("my_data_download", get=EVERYBODY, page=False),
    Route("search", get=EVERYBODY, query="?q=world"),
    Route(
        "names",
        get=Access(ok="hr_admin owner other_owner"),
        query="?person=world",
        page=False,
    ),
]
