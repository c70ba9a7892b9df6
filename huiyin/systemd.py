"""Word to systemd, where it started this process (sd_notify): ready, alive, and how it goes in a sentence."""

import os
import socket


class Systemd:
    """The socket on which systemd listens; without one, what is told goes nowhere."""

    def __init__(self, address: str = "") -> None:
        self.address = f"\0{address[1:]}" if address.startswith("@") else address

    @classmethod
    def of_surroundings(cls) -> "Systemd":
        """As systemd said; what this process starts is not told, so that it alone speaks for the house."""
        return cls(os.environ.pop("NOTIFY_SOCKET", ""))

    def tell(self, word: str) -> None:
        """Say one of its words, such as `READY=1`. A systemd that does not listen changes nothing."""
        if not self.address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.settimeout(1)
                line.sendto(word.encode(), self.address)
        except OSError:
            return

    def status(self, sentence: str) -> None:
        self.tell(f"STATUS={sentence}")
