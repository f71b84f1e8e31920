"""Addresses of this room."""

from django.urls import include, path

from programs.views import (
    applying,
    charter,
    cohorts,
    criteria,
    inviting,
    mentors,
    mine,
    reading,
    running,
    selection,
    starting,
    tiers,
    tracks,
)

app_name = "programs"

READING = [
    path("", reading.catalogue, name="catalogue"),
    path("<uuid:program_id>/", reading.page, name="page"),
    path(
        "<uuid:program_id>/charter/<int:version>/", reading.charter_version, name="charter_version"
    ),
]
TAKING_PART = [
    path("cohorts/<uuid:cohort_id>/apply/<uuid:track_id>/<slug:role>/", mine.apply, name="apply"),
    path("enrolments/<uuid:enrolment_id>/", mine.enrolment, name="enrolment"),
    path("enrolments/<uuid:enrolment_id>/questions/<int:step>/", applying.answer, name="answer"),
    path("enrolments/<uuid:enrolment_id>/autosave/", applying.autosave, name="autosave"),
    path("enrolments/<uuid:enrolment_id>/take-back/", applying.take_back, name="take_back"),
    path("enrolments/<uuid:enrolment_id>/withdraw/", mine.withdraw, name="withdraw"),
    path("enrolments/<uuid:enrolment_id>/rejoin/", mine.rejoin, name="rejoin"),
    path(
        "enrolments/<uuid:enrolment_id>/milestones/<uuid:milestone_id>/reach/",
        mine.reach,
        name="reach",
    ),
    path(
        "enrolments/<uuid:enrolment_id>/milestones/<uuid:milestone_id>/undo/",
        mine.unreach,
        name="unreach",
    ),
]
RUNNING = [
    path("", running.manage, name="manage"),
    path("new/", starting.templates, name="templates"),
    path("new/<slug:template>/", starting.create, name="create"),
    path("<uuid:program_id>/", running.workbench, name="workbench"),
    path("<uuid:program_id>/name/", running.rename, name="rename"),
    path("<uuid:program_id>/publish/", running.publish, name="publish"),
    path("<uuid:program_id>/unpublish/", running.unpublish, name="unpublish"),
    path("<uuid:program_id>/roles/", running.roles, name="roles"),
    path(
        "<uuid:program_id>/roles/<uuid:role_id>/remove/",
        running.remove_role,
        name="remove_role",
    ),
    path("<uuid:program_id>/charter/", charter.edit, name="charter"),
    path("<uuid:program_id>/charter/publish/", charter.publish, name="charter_publish"),
    path("<uuid:program_id>/charter/discard/", charter.discard, name="charter_discard"),
    path("<uuid:program_id>/tracks/", tracks.tracks, name="tracks"),
    path("<uuid:program_id>/tracks/new/", tracks.new, name="track_new"),
    path("<uuid:program_id>/cohorts/new/", cohorts.new, name="cohort_new"),
    path("<uuid:program_id>/tiers/", tiers.tiers, name="tiers"),
    path("<uuid:program_id>/tiers/new/", tiers.new, name="tier_new"),
    path("<uuid:program_id>/tiers/usual/", tiers.usual, name="tiers_usual"),
    path("<uuid:program_id>/trainings/new/", tiers.new_training, name="training_new"),
]
TIERS = [
    path("tiers/<uuid:tier_id>/", tiers.edit, name="tier"),
    path("tiers/<uuid:tier_id>/delete/", tiers.delete, name="tier_delete"),
    path("tiers/<uuid:tier_id>/higher/", tiers.higher, name="tier_higher"),
    path("tiers/<uuid:tier_id>/lower/", tiers.lower, name="tier_lower"),
    path("tiers/<uuid:tier_id>/criteria/", tiers.criteria, name="tier_criteria"),
    path("tiers/<uuid:tier_id>/criteria/count/", tiers.count, name="tier_criteria_count"),
    path(
        "tiers/<uuid:tier_id>/criteria/<uuid:criterion_id>/remove/",
        tiers.remove,
        name="tier_criterion_remove",
    ),
    path("trainings/<uuid:training_id>/", tiers.training, name="training"),
    path("trainings/<uuid:training_id>/delete/", tiers.delete_training, name="training_delete"),
]
TRACKS = [
    path("tracks/<uuid:track_id>/", tracks.edit, name="track"),
    path("tracks/<uuid:track_id>/delete/", tracks.delete, name="track_delete"),
    path("tracks/<uuid:track_id>/criteria/", criteria.criteria, name="criteria"),
    path("tracks/<uuid:track_id>/criteria/count/", criteria.count, name="criteria_count"),
    path(
        "tracks/<uuid:track_id>/criteria/<uuid:criterion_id>/remove/",
        criteria.remove,
        name="criterion_remove",
    ),
    path("tracks/<uuid:track_id>/milestones/", tracks.milestones, name="milestones"),
    path(
        "tracks/<uuid:track_id>/milestones/<uuid:milestone_id>/",
        tracks.milestone,
        name="milestone",
    ),
    path(
        "tracks/<uuid:track_id>/milestones/<uuid:milestone_id>/delete/",
        tracks.delete_milestone,
        name="milestone_delete",
    ),
]
COHORTS = [
    path("cohorts/<uuid:cohort_id>/", cohorts.cohort, name="cohort"),
    path("cohorts/<uuid:cohort_id>/edit/", cohorts.edit, name="cohort_edit"),
    path("cohorts/<uuid:cohort_id>/to/<slug:to>/", cohorts.stage, name="stage"),
    path("cohorts/<uuid:cohort_id>/invite/", inviting.invite, name="invite"),
    path("cohorts/<uuid:cohort_id>/selection/", selection.selection, name="selection"),
    path("cohorts/<uuid:cohort_id>/decide/", selection.decide, name="decide"),
    path("cohorts/<uuid:cohort_id>/undo/<uuid:batch>/", selection.undo, name="undo"),
    path("applications/<uuid:enrolment_id>/", selection.application, name="application"),
    path("cohorts/<uuid:cohort_id>/mentors/", mentors.mentors, name="mentors"),
    path("cohorts/<uuid:cohort_id>/mentors/tier/", mentors.decide_tier, name="mentors_tier"),
    path(
        "cohorts/<uuid:cohort_id>/mentors/tier/<uuid:batch>/undo/",
        mentors.undo_tier,
        name="mentors_tier_undo",
    ),
    path(
        "cohorts/<uuid:cohort_id>/mentors/training/",
        mentors.record_training,
        name="mentors_training",
    ),
    path(
        "cohorts/<uuid:cohort_id>/mentors/training/<uuid:training_id>/<uuid:batch>/undo/",
        mentors.undo_training,
        name="mentors_training_undo",
    ),
]
urlpatterns = [
    *READING,
    *TAKING_PART,
    path("manage/", include([*RUNNING, *TRACKS, *TIERS, *COHORTS])),
]
