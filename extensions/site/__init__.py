"""Write what makes pages a site: search, lists, Markdown twins, bundles and the zip."""

from extensions.site import (
    bundle,
    gone_pages,
    last_changed,
    lists,
    markdown_twins,
    not_found,
    places,
    players,
    records,
    search_index,
    workshop_zip,
)


def setup(app):
    """Connect to Sphinx."""
    app.add_event("page-parsed")  # passes on a page's parsed body
    app.add_config_value("checksum_of_assets", 0, "html")
    app.add_css_file(bundle.STYLES_NAME, priority=900)
    app.add_js_file(bundle.SCRIPTS_NAME)
    app.connect("config-inited", bundle.on_config_inited)
    app.connect("builder-inited", bundle.on_builder_inited, priority=900)  # after the theme
    app.connect("builder-inited", search_index.on_builder_inited)
    app.connect("env-get-outdated", gone_pages.on_env_get_outdated)
    app.connect("html-collect-pages", search_index.on_collect_pages)
    app.connect("html-collect-pages", not_found.on_collect_pages)
    # Each page, when its body is ready:
    app.connect("html-page-context", players.on_html_page_context)
    app.connect("html-page-context", records.on_page)
    app.connect("page-parsed", markdown_twins.on_page_parsed)
    app.connect("html-page-context", markdown_twins.on_page)
    app.connect("html-page-context", search_index.on_page)
    app.connect("html-page-context", places.on_page)
    app.connect("html-page-context", last_changed.on_page)
    app.connect("html-page-context", bundle.on_page)
    # When all pages are written:
    app.connect("build-finished", lists.on_build_finished)
    app.connect("build-finished", search_index.on_build_finished)
    app.connect("build-finished", workshop_zip.on_build_finished, priority=900)  # all of it
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
