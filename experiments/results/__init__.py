"""The results folder: tables, configuration, manifest, and the assumptions with their sources."""
