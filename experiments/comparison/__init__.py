"""Organizations side by side: as they are, with each other's institutions, by power to stop, in crises to come."""
