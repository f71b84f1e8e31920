"""Mail that is a row first: written with the fact it tells of, sent afterwards, at most once."""
