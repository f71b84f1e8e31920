"""What a relationship is called in a sentence: by the others in it, or as a circle."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from engagements.enums import MemberRole
from engagements.models import Engagement, EngagementMember
from programs.enums import Format


def is_circle(engagement: Engagement) -> bool:
    """Whether more than two meet here, around somebody who leads."""
    return engagement.format == Format.CIRCLE


def called(
    engagement: Engagement,
    members: Iterable[EngagementMember],
    is_me: Callable[[EngagementMember], bool],
) -> str:
    """Who the others are; a circle goes by its name, or else by who leads it. Those who have left are not
    named.
    """
    here = [member for member in members if member.left_at is None]
    if not is_circle(engagement):
        return ", ".join(member.person.name for member in here if not is_me(member))
    leaders = [member for member in here if member.role == MemberRole.MENTOR]
    if engagement.name:
        return _("the circle “%(name)s”") % {"name": engagement.name}
    if any(is_me(member) for member in leaders):
        return _("your circle")
    names = [member.person.name for member in leaders]
    if len(names) == 2:
        return _("the circle of %(one)s and %(other)s") % dict(
            zip(("one", "other"), names, strict=True)
        )
    return _("the circle of %(name)s") % {"name": ", ".join(names)}


def called_for_user(engagement: Engagement, user: object) -> str:
    """The same for somebody's account, by its key."""
    members = engagement.members.select_related("person").order_by("role", "pk")
    return called(engagement, members, lambda member: member.person.user_id == user)
