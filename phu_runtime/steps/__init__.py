"""One step of a case: open it under its lock, let it move, write what changed. Actions are built on this room."""
