"""Accuracy over the data sets: `measure.py` for warta, `peers.py` for the others."""
