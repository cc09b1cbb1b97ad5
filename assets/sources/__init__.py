"""Where the numbers come from: the registry of sources and one module per source. Knows nothing of Dagster."""
