"""Django's entry to the top room."""

from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    """The top room."""

    name = "mentorship"

    def ready(self) -> None:
        """Offer the home page in the navigation, and say where sample data is."""
        from mentorship import navigation
        from mentorship.sample import ribbon
        from mentorship.timeline import links

        navigation.register()
        ribbon.register()
        links.register()
