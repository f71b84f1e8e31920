"""Who may answer."""

from typing import TYPE_CHECKING

from core.questionnaires.models import Response
from core.questionnaires.registries import own_responses

if TYPE_CHECKING:
    from core.accounts.models import User


def may_answer(user: "User", response: Response) -> bool:
    """Whether the response is the user's own and still a draft."""
    own = Response.objects.filter(own_responses(user), pk=response.pk)
    return response.is_draft and own.exists()
