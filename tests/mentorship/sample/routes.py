"""Who may load the sample and take it out: HR admins."""

from tests.permissions.declarations import Access, Route

HR = Access(ok="hr_admin")

ROUTES = [
    Route("sample:page", get=HR),
    Route("sample:load", post=HR),
    Route("sample:remove", post=HR),
    Route("sample:progress", get=HR, page=False),
]
