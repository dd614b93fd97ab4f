"""The table of live calls and conferences: model, delegate, view, panel."""
