"""The sample organisation: invented people who have really used the product for some months.

It is made by a walk of a clock through the services that the pages call, so it proves them, and
it is taken out again without touching what anybody added.
"""
