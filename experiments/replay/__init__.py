"""Runs of one composition: crises against organizations, counted; one run told; the days of one crisis."""
