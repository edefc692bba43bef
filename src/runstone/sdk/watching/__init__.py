"""`run.watch`: histograms of what a model learns with."""
