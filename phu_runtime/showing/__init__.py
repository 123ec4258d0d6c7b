"""What a reader sees of a case: headers, terms, rows, timeline, outline, forms — plain shapes, cut to who may see what."""
