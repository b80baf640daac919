"""Queries: plain functions from the knowledge and a query's arguments to an answer, one file per query."""
