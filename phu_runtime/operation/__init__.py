"""Operation: is everything well (``doctor``), and what must happen before a restored backup may run (``restore``)."""
