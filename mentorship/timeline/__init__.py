"""A person's mentoring, coaching, rotations, learning and milestones on one line, each under its goal.

Each room tells its part through what the reader may see of it: rows by `visible_to`, facts by the
selectors made for those who run a program, sponsor it, or manage the person.
"""
