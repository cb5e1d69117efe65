"""A newsroom to try Dateline with. Its country and its storm are invented."""
