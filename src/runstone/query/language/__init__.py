"""The filter language and the expressions of derived metrics: from text to a tree, knowing nothing of what is stored."""
