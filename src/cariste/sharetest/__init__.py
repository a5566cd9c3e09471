"""`cariste share-test`: does this file server keep the promises that docs/storage.md builds on?"""
