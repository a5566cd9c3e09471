"""Sheets in and out: read → recognise → plan → apply, and the exports."""
