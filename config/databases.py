"""How each kind of database is talked to."""

SQLITE = {
    # BEGIN IMMEDIATE is the write lock; a deferred one fails at once under load.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        " PRAGMA foreign_keys=ON; PRAGMA mmap_size=134217728;"
    ),
}
# A server that is gone without a word is given up in seconds. By libpq's own defaults
# whoever had asked it last would wait for a quarter of an hour.
POSTGRESQL = {
    "connect_timeout": 5,
    "tcp_user_timeout": 5_000,  # ms
    "keepalives_idle": 5,
    "keepalives_interval": 2,
}
