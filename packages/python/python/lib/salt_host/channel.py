"""Frames on the socket to the minion: four bytes of length, then one packed value."""
import os
import select
import socket
import struct
import threading

from .packing import pack, unpack

#: The descriptor that the minion hands over.
DESCRIPTOR = 3
PIECE = 1 << 20


class Channel:
    """Both directions of the socket; only the main thread reads."""

    def __init__(self, limit):
        self.limit = limit
        os.set_inheritable(DESCRIPTOR, False)
        self._socket = socket.socket(fileno=DESCRIPTOR)
        self._socket.setblocking(True)
        self._lock = threading.Lock()

    def send(self, message):
        """Sends a message. Raises Unpackable before anything was sent."""
        body = pack(message, self.limit)
        with self._lock:
            self._socket.sendall(struct.pack(">I", len(body)) + body)

    def receive(self):
        """The next message; ends the process when the minion is gone."""
        (size,) = struct.unpack(">I", self._exactly(4))
        return unpack(self._exactly(size))

    def _exactly(self, size):
        parts = bytearray()
        while len(parts) < size:
            part = self._socket.recv(min(size - len(parts), PIECE))
            if not part:
                os._exit(0)
            parts += part
        return parts

    def end_with_minion(self):
        """Ends this process when the minion's end of the socket is closed, also in the midst of a function."""
        watch = threading.Thread(target=_wait_for_end, args=(self._socket.fileno(),))
        watch.daemon = True
        watch.start()


def _wait_for_end(descriptor):
    if not hasattr(select, "poll"):
        return
    poll = select.poll()
    # No event is asked for: only the end of the connection is reported, which costs nothing meanwhile.
    poll.register(descriptor, 0)
    poll.poll()
    os._exit(0)
