"""What the account actions share: devices and their stages, guessing and waiting, accounts as they are shown."""
