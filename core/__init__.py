"""A shelf of small packages that know nothing of mentorship."""
