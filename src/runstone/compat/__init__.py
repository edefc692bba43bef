"""Translators: other clients' calls, call for call, onto the public door of the SDK. Their users change the import line alone."""
