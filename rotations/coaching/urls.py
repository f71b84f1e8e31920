"""Addresses of coaching."""

from django.urls import path

from rotations.coaching.views import (
    asked,
    choosing,
    coaching,
    contracts,
    facts,
    notes,
    oversight,
    pool,
    three_way,
)

app_name = "coaching"
urlpatterns = [
    path("", coaching.mine, name="mine"),
    path("profile/", pool.profile, name="profile"),
    path("pool/", pool.coaches, name="pool"),
    path("pool/invite/", pool.invite, name="invite"),
    path("pool/<uuid:coach_id>/", pool.coach, name="coach"),
    path("pool/<uuid:coach_id>/rate/", pool.rate, name="rate"),
    path("pool/<uuid:coach_id>/leave/", pool.leave, name="leave_pool"),
    path("pool/<uuid:coach_id>/return/", pool.come_back, name="return_to_pool"),
    path("contracts/", contracts.listing, name="contracts"),
    path("contracts/new/", contracts.new, name="contract_new"),
    path("contracts/<uuid:contract_id>/", contracts.contract, name="contract"),
    path("contracts/<uuid:contract_id>/more/", contracts.more, name="top_up"),
    path("contracts/<uuid:contract_id>/open/", contracts.open_for, name="open"),
    path(
        "contracts/<uuid:contract_id>/lines/<uuid:entry_id>/take-back/",
        contracts.take_back_hours,
        name="take_back",
    ),
    path(
        "contracts/<uuid:contract_id>/searches/<uuid:search_id>/close/",
        contracts.close,
        name="close_search",
    ),
    path(
        "contracts/<uuid:contract_id>/searches/<uuid:search_id>/reopen/",
        contracts.reopen,
        name="reopen_search",
    ),
    path("choose/<uuid:search_id>/", choosing.search, name="search"),
    path("choose/<uuid:search_id>/again/", choosing.again, name="choose_again"),
    path("proposals/<uuid:proposal_id>/call/", choosing.call, name="call"),
    path("proposals/<uuid:proposal_id>/choose/", choosing.choose_coach, name="choose"),
    path("asked/<uuid:proposal_id>/", asked.asked, name="asked"),
    path("asked/<uuid:proposal_id>/accept/", asked.accept_it, name="accept"),
    path("asked/<uuid:proposal_id>/decline/", asked.decline_it, name="decline"),
    path("programs/<uuid:program_id>/", oversight.program, name="oversight"),
    path("agreements/<uuid:contract_id>/", three_way.agreement, name="three_way"),
    path("agreements/<uuid:contract_id>/decide/", three_way.decide_it, name="decide"),
    path("agreements/<uuid:contract_id>/sign/", three_way.sign_it, name="sign"),
    path("agreements/<uuid:contract_id>/seen/", three_way.seen, name="seen"),
    path("notes/<uuid:note_id>/", notes.note, name="note"),
    path("notes/<uuid:note_id>/delete/", notes.delete, name="note_delete"),
    path("<uuid:coaching_id>/", coaching.detail, name="detail"),
    path("<uuid:coaching_id>/notes/", notes.notes, name="notes"),
    path("<uuid:coaching_id>/facts/", facts.facts, name="facts"),
    path("<uuid:coaching_id>/facts/give/", facts.give, name="facts_give"),
    path("<uuid:coaching_id>/facts/revoke/", facts.revoke, name="facts_revoke"),
]
