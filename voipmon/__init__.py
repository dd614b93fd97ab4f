"""voipmon: hear the live calls of a VoIPBIN call centre.

Layers, imports only downwards (enforced by import-linter)::

    __main__  >  app | cli  >  ui | demo  >  engine  >  services
              >  net | audio | store  >  core

Two processes. The *engine* holds everything that must not stop: sockets,
decoding, playout, sound device, roster. The *window* holds Qt and nothing else.
Between them one duplex pipe of typed messages (`voipmon.engine.protocol`).
"""

__version__ = "0.1.0"
