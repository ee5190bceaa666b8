"""The database: tables, transactions, files and snapshots."""
