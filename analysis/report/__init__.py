"""The report: one page for each results folder, made from its tables, figures and manifest alone.

`pictures` puts SVG files into a page, `sheets` turns tables into rows of text, `contents` says which tables are
shown and how, `ledger` counts what the assumptions stand on, `page` binds all of it, `index` binds several pages.
"""

from analysis.report.index import EXPERIMENTS, INDEX, write_index
from analysis.report.page import REPORT, write_report

__all__ = ["EXPERIMENTS", "INDEX", "REPORT", "write_index", "write_report"]
