"""Addresses of rotations."""

from django.urls import path

from rotations.views import (
    checkpoints,
    debriefs,
    grid,
    home,
    placements,
    placing,
    programs,
    slots,
)

app_name = "rotations"
PROGRAMS = [
    path("programs/<uuid:program_id>/", programs.program, name="program"),
    path("programs/<uuid:program_id>/slots/new/", slots.new, name="slot_new"),
    path("programs/<uuid:program_id>/slots/offer/", slots.offer_own, name="slot_own"),
    path("programs/<uuid:program_id>/proposals/", placing.proposals, name="proposals"),
    path(
        "programs/<uuid:program_id>/proposals/<uuid:batch>/withdraw/",
        placing.withdraw_all,
        name="proposals_withdraw",
    ),
    path("programs/<uuid:program_id>/plan/", grid.grid, name="grid"),
    path("tracks/<uuid:track_id>/", programs.requirement, name="requirement"),
]
SLOTS = [
    path("slots/<uuid:slot_id>/", slots.slot, name="slot"),
    path("slots/<uuid:slot_id>/edit/", slots.edit, name="slot_edit"),
    path("slots/<uuid:slot_id>/offer/", slots.offer, name="slot_offer"),
    path("slots/<uuid:slot_id>/withdraw/", slots.withdraw, name="slot_withdraw"),
    path("slots/<uuid:slot_id>/close/", slots.close, name="slot_close"),
    path("slots/<uuid:slot_id>/place/", placing.place, name="place"),
]
PLACEMENTS = [
    path("placements/<uuid:placement_id>/", placements.placement, name="placement"),
    path("placements/<uuid:placement_id>/confirm/", placements.confirm, name="placement_confirm"),
    path(
        "placements/<uuid:placement_id>/confirm/<slug:role>/",
        placements.confirm_for,
        name="placement_confirm_for",
    ),
    path("placements/<uuid:placement_id>/decline/", placements.decline, name="placement_decline"),
    path(
        "placements/<uuid:placement_id>/withdraw/", placements.withdraw, name="placement_withdraw"
    ),
    path("placements/<uuid:placement_id>/cancel/", placements.cancel, name="placement_cancel"),
    path("placements/<uuid:placement_id>/restore/", placements.restore, name="placement_restore"),
    path("placements/<uuid:placement_id>/debrief/", debriefs.debrief, name="debrief"),
    path("placements/<uuid:placement_id>/debrief/write/", debriefs.write, name="debrief_write"),
    path("debriefs/<uuid:section_id>/share/", debriefs.share, name="debrief_share"),
    path("debriefs/<uuid:section_id>/unshare/", debriefs.unshare, name="debrief_unshare"),
    path("checkpoints/<uuid:checkpoint_id>/", checkpoints.checkpoint, name="checkpoint"),
]
urlpatterns = [path("", home.home, name="home"), *PROGRAMS, *SLOTS, *PLACEMENTS]
