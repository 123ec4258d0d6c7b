"""The commands of ``python -m phu_runtime``, one module per kind of work."""
