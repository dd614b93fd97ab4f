"""The command line, `voipmon-cli`: the same `Monitor` without a window.

Credentials come from the environment alone, never from arguments, and never touch
the keychain. Exit statuses are in `exit_status`.
"""
