"""What people may ask of their data: to have it, to have it forgotten, not to be kept for ever.

`held` says row by row whose data it is, `export` hands it out, `erasure` forgets a person,
`retention` lets rows go when their time is over. All walk the models' classifications.
"""
