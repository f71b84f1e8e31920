"""Fairness for a sponsor: told figures of a program's cohorts, and nothing else."""

from django.test import Client
from django.urls import reverse

from tests.world import World


def test_a_sponsor_reads_what_was_told(client: Client, world: World) -> None:
    client.force_login(world.user("sponsor"))
    scorecard = client.get(reverse("metrics:scorecard", args=[world.program.pk])).content.decode()
    address = reverse("metrics:fairness", args=[world.program.pk])
    assert f'href="{address}"' in scorecard
    shown = client.get(address).content.decode()
    assert "Midsummer" in shown
    assert "5 of 8" in shown
