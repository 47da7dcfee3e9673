"""From the ranking to a plan that a small firm can carry: now, next, later, also named, left out."""
