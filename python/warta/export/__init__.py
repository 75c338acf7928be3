"""Exports of the record, one format a module; all take an `Article` and judge nothing."""
