"""PHU runtime: runs the work process "preventie huisuitzettingen" from diagrams, tables and forms."""

__version__ = "0.1.0"
