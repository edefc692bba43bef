"""What a file of a version holds, as far as a page shows it: a reader for each kind of file, by its name's ending."""
