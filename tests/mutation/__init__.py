"""Would the tests notice a permission that says the opposite? `./run check --mutate` tries it.

Every predicate of a room's permissions and visibility answers through a switchboard. One clean run
of the permission tests shows which test asks which predicate. Then one wrong answer after the
other is switched on, and the tests that ask this predicate run until the first one fails.
"""
