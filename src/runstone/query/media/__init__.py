"""Media items: which keys have some, at which steps, and what is there."""

from runstone.query.media.encoded import StandIn, stand_in
from runstone.query.media.keys import list_keys
from runstone.query.media.known_steps import list_steps
from runstone.query.media.stored_items import MAX_ITEMS, Snap, items, items_near

__all__ = ["MAX_ITEMS", "Snap", "StandIn", "items", "items_near", "list_keys", "list_steps", "stand_in"]
