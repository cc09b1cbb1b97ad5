"""The tables of the tally and where they are kept. Knows nothing of Dagster."""
