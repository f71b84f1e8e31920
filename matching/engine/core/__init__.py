"""The exact solver for many people: an auction finds a good assignment, exchanges make it best.

Rows are taken by columns; a row has at most one column, a column at most its capacity of rows. A
pair's worth is its measure (an integer ≥ 0) plus one bonus that is the same for all pairs; a bonus
of more than all measures can add up to makes the number of pairs come first (`bonus_for`).

- `edges`: the pairs, as a full table or as lists of candidates;
- `auction`: a quick start, good but not best;
- `exchange`: circles of changes that gain, until there is none: the assignment is best, and the
  labels left over are its prices;
- `columns`: candidates of an instance too large for a table, and all its pairs priced in blocks;
- `certificate`: the proof, from nothing but the answer;
- `state`: an assignment that is edited, re-solved after each edit.
- `memory`: what is freed stays with the process.
"""

from matching.engine.core.memory import keep_freed

keep_freed()
