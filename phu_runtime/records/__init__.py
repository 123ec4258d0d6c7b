"""The store: the only package (with ``keys``) that knows SQLAlchemy; ``session`` holds the only commit."""
