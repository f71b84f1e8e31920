"""Addresses of this room."""

from django.urls import path

from participants.views import directory, groups, joining, leaving, mine, settings

app_name = "participants"
urlpatterns = [
    path("", directory.people, name="list"),
    path("new/", directory.new, name="new"),
    path("invite/", joining.invite_all, name="invite_all"),
    path("me/", mine.profile, name="profile"),
    path("me/consent/<slug:purpose>/", mine.consent, name="consent"),
    path("me/groups/", groups.declare, name="groups"),
    path("me/groups/withdraw/", groups.withdraw, name="groups_withdraw"),
    path("groups/", groups.questions, name="group_questions"),
    path("groups/usual/", groups.usual, name="group_usual"),
    path("groups/<uuid:question_id>/retire/", groups.retire, name="group_retire"),
    path("join/<str:token>/", joining.join, name="join"),
    path("competencies/", settings.competencies, name="competencies"),
    path("admins/", settings.admins, name="admins"),
    path("admins/<uuid:person_id>/revoke/", settings.revoke_admin, name="revoke_admin"),
    path("apart/", settings.apart, name="apart"),
    path("apart/<uuid:block_id>/undo/", settings.together, name="together"),
    path("<uuid:person_id>/", directory.person, name="person"),
    path("<uuid:person_id>/edit/", directory.edit, name="edit"),
    path("<uuid:person_id>/leave/", leaving.leave, name="leave"),
    path("<uuid:person_id>/return/", leaving.come_back, name="return"),
    path("<uuid:person_id>/invite/", joining.invite_one, name="invite"),
]
