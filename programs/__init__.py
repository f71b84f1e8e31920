"""Programs: charter, tracks, cohorts, criteria, milestones, and who takes part."""
