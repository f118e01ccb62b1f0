"""Plotly figures of the published documents; only what builds a release loads this."""
