"""How Sphinx builds the documentation site: plain Markdown pages, a theme that fetches nothing, warnings as errors."""

from __future__ import annotations

project = "magpain"
author = "The magpain authors"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
# Anchors as GitHub makes them, so that one link works in both places.
myst_heading_anchors = 3
# Two dashes are an option, and no dash of a sentence.
smartquotes = False
nitpicky = True

html_theme = "furo"
html_title = "magpain"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {"footer_icons": []}
