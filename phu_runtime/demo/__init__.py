"""What the demo starts with: organisations, accounts and cases, all made up."""
