"""SQLite through peewee: connections, the base of every entity, migrations, and all SQL only SQLite knows."""
