"""Make the tables."""

from main import Base, engine

Base.metadata.create_all(engine)
