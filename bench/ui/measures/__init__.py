"""What is measured, page by page. A measure opens what it needs, acts as a user does, and tells what it took."""

from bench.ui.measures import charts, compare, console, gallery, live, loading, opening, table

MEASURES = (
    *loading.MEASURES,
    *opening.MEASURES,
    *charts.MEASURES,
    *table.MEASURES,
    *compare.MEASURES,
    *console.MEASURES,
    *gallery.MEASURES,
    *live.MEASURES,
)
