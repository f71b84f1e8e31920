"""Facts that lower rooms announce and higher rooms react to, in order and never twice."""
