"""Makes journals queryable: ingest, the catalog of runs, and the store of series."""
