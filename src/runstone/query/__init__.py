"""Questions to a home: pure reads, one file a kind. The UI, the Python API and the command line all ask here."""
