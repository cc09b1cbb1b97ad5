"""What people look at, drawn from the published file only. Knows nothing of Dagster."""
