"""The design system's template tags: `{% load design %}`. The gallery shows each with its call."""

from django import template

from core.design.tags import acts, figures, forms, page, people, structure

register = template.Library()
for part in (acts, figures, forms, page, people, structure):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
