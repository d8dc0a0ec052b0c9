"""The rules, the settings in effect and the schema of the file, as documents for programs."""
