"""Django's entry to this room."""

from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    """Participants."""

    name = "participants"

    def ready(self) -> None:
        """Tell the shelves below what this room brings; needs the models to be loaded."""
        from participants import mails, navigation, respondents, staff_list, visibility

        visibility.register()
        mails.register()
        navigation.register()
        staff_list.register()
        respondents.register()
