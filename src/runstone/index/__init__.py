"""The index: makes journals queryable. A cache; `runstone rebuild` makes it anew."""
