"""Fill the book: labs' values, figures, claims and tables; what is gathered; links of a pair."""

from extensions.book import (
    apparatus,
    checklist,
    dropdown,
    exercises,
    finding,
    key_points,
    ladder,
    late_places,
    pair_lines,
    predict,
    predict_room,
    predicted,
    provenance,
    run_here,
    run_it_yourself,
    show,
    table,
    warned_links,
    work_shape,
)


def setup(app):
    app.add_config_value("repository", "", "env")
    app.add_config_value("kinds_of_worker", ["loop"], "env")  # the last one: no pool at all
    app.add_role("lab", show.LabRole())
    app.add_directive("lab-figure", show.LabFigure)
    app.add_directive("lab-claim", show.LabClaim)
    app.add_directive("lab-table", table.LabTable)
    app.add_directive("record-table", table.RecordTable)
    app.add_directive("finding", finding.Finding)
    app.add_directive("work-shape", work_shape.WorkShape)
    app.add_directive("dropdown", dropdown.Dropdown)
    app.add_directive("run", run_here.Run)
    app.add_directive("predict", predict.Predict)
    app.add_directive("prediction-room", predict_room.PredictionRoom)
    app.add_directive("ladder", ladder.Ladder)
    app.add_directive("key-points", key_points.KeyPoints)
    app.add_directive("review-checklist", checklist.ReviewChecklist)
    app.add_node(late_places.place)
    app.add_post_transform(late_places.FillPlaces)  # when all pages have been read
    app.connect("env-get-outdated", pair_lines.on_env_get_outdated)
    app.connect("doctree-read", pair_lines.on_doctree_read, priority=400)  # chapter ↔ lab
    app.connect("doctree-read", provenance.on_doctree_read, priority=405)  # in the same line
    app.connect("doctree-read", run_it_yourself.on_doctree_read, priority=410)  # below that line
    app.connect("doctree-read", key_points.on_doctree_read)
    app.connect("doctree-read", apparatus.on_doctree_read)  # behind a fold
    app.connect("doctree-read", predicted.on_doctree_read)  # what a reader should guess first
    app.connect("doctree-read", exercises.on_doctree_read)
    app.connect("doctree-read", warned_links.on_doctree_read)
    app.connect("env-updated", key_points.on_env_updated)  # their page, when one has changed
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
