"""SQL over a home: read-only, over tables that `tables.py` describes."""

from runstone.query.sql.engine import SqlAnswer
from runstone.query.sql.question import ask

__all__ = ["SqlAnswer", "ask"]
