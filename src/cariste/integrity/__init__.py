"""Is everything still sound? The data, the documents, the backups; and putting a backup back."""
