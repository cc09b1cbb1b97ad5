"""How and when the tally runs: jobs, schedules, checks and the `tally` command."""
