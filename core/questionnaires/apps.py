"""Django's entry to this shelf."""

from django.apps import AppConfig
from django.db.models import Q


class QuestionnairesConfig(AppConfig):
    """Questionnaires."""

    name = "core.questionnaires"

    def ready(self) -> None:
        """Respondents see their own; what is published is known to everybody who signs in."""
        from core.questionnaires.registries import answers_of, own_responses, respondents
        from core.visibility.registry import grant

        respondents.register("accounts.User", lambda user: [user.pk])
        grant("questionnaires.Response", "respondent", own_responses)
        grant("questionnaires.Answer", "respondent", answers_of(own_responses))
        published = Q(published_at__isnull=False)
        grant("questionnaires.Questionnaire", "published", lambda user: published)
        grant(
            "questionnaires.Question",
            "published",
            lambda user: Q(questionnaire__published_at__isnull=False),
        )
