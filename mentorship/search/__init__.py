"""Find people, programs and pages from anywhere."""
