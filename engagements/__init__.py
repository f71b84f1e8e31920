"""The mentoring relationship: members, places, agreement, sessions, goals, actions, journals."""
