"""Long texts that somebody has begun and not sent: kept encrypted, for their author alone."""
