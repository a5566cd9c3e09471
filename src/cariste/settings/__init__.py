"""What the firm decides: a row of the database, above `config.json`, above the default."""
