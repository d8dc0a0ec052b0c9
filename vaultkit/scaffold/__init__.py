"""Setting vaultkit up in a vault: what a look at it says, and the files that follow from it."""
