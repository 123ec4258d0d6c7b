"""What the runtime does, one module per thing: read this directory first. No action calls another."""
