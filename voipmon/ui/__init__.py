"""Qt. Sees engine.client, engine.protocol and core only; runs on the GUI thread."""
