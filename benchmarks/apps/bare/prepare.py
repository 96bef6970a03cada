"""Make the tables."""

from bare import engine, metadata

metadata.create_all(engine)
