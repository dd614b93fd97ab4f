"""From frames that arrive when they like to sound that never stops."""
