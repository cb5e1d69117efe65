"""The desk: an article's page in the admin for those who write its updates."""
