"""Sweeps at scale: points in chunks, run by threads or a cluster, kept in Parquet, resumed."""
