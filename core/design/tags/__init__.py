"""The template tags by what they are for; templatetags/design.py gathers them."""
