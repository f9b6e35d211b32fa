"""What is kept: SQLAlchemy Core over SQLite, or PostgreSQL for many workers."""
