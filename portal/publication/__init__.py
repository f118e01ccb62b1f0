"""Releases: closed periods pass disclosure control and become documents that never change."""
