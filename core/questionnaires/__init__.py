"""Questionnaires exist once: applications, pulses, surveys and self-assessments are all these."""
