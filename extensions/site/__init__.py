"""Write what makes pages a site: search, lists, Markdown copies, bundles and the zip."""

from sphinx.application import Sphinx

from extensions.site import (
    bundle,
    gone_pages,
    last_changed,
    lists,
    markdown_copies,
    navigation,
    not_found,
    places,
    players,
    records,
    renewal,
    run_here,
    search_index,
    share_picture,
    workshop_zip,
)


def setup(app: Sphinx) -> dict:
    app.add_event("page-parsed")  # passes on a page's parsed body
    app.add_config_value("checksum_of_looks", 0, "html")
    app.add_config_value("checksum_of_extensions", 0, "env")
    app.add_config_value("navigation", {}, "html")
    app.add_config_value("run_here", False, "html")
    app.connect("config-inited", navigation.on_config_inited)
    app.connect("config-inited", run_here.on_config_inited)
    app.connect("config-inited", renewal.on_config_inited)
    app.connect("builder-inited", for_html, priority=900)  # after the theme
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def for_html(app: Sphinx) -> None:
    """Connect what only a site needs; other builders get plain pages."""
    if app.builder.name != "html":
        return
    app.builder.search = False  # nobody would ask Sphinx's index
    bundle.write_bundles(app)
    app.connect("env-updated", renewal.on_env_updated)
    app.connect("html-collect-pages", search_index.on_collect_pages)
    app.connect("html-collect-pages", not_found.on_collect_pages)
    # Each page, when its body is ready:
    app.connect("html-page-context", players.on_html_page_context)
    app.connect("html-page-context", run_here.on_page)
    app.connect("html-page-context", records.on_page)
    app.connect("page-parsed", markdown_copies.on_page_parsed)
    app.connect("html-page-context", markdown_copies.on_page)
    app.connect("html-page-context", search_index.on_page)
    app.connect("html-page-context", navigation.on_page)
    app.connect("html-page-context", places.on_page)
    app.connect("html-page-context", last_changed.on_page)
    app.connect("html-page-context", bundle.on_page)
    app.connect("build-finished", on_build_finished, priority=900)  # after labs and slides


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write what is made of all pages, unless the build has failed."""
    if exception is None:
        gone_pages.delete_gone(app)
        lists.write_lists(app)
        run_here.write_files(app)
        search_index.write_index(app)
        share_picture.write_picture(app)
        workshop_zip.write_zip(app)  # all of it
