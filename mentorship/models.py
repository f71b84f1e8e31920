"""The few tables of the top room."""

from mentorship.sample.models import SampleWork

__all__ = ["SampleWork"]
