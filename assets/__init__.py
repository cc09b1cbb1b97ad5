"""What Dagster materializes, from raw tables to reports."""
