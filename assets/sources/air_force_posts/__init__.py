"""The posts of the Ukrainian Air Force: getting them, and reading what they say."""
