"""The configuration: the file, the rules it chooses, and the settings of a run."""
