"""Files, folders, logs and the keychain.

Decision: logs go to standard error only for now / because a supervisor's machine
keeps them there and the rotating file comes with the installer / would change
with it.
"""
