"""What the site costs, in one run on one machine, against the goals set for it."""
