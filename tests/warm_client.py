"""Have the process of ``warm.py`` run vaultkit: ``warm_client.py SOCKET PYTHON ARGUMENTS``.

It is to start at once, and so imports next to nothing.
"""

import _socket
import array
import marshal
import os
import sys


def main() -> None:
    """Hand over what a run needs, and end as it ends."""
    place, python, *arguments = sys.argv[1:]
    streams = [number for number in range(3) if _is_open(number)]
    said = marshal.dumps((os.getcwdb(), {**os.environb}, arguments, streams))  # noqa: PTH109
    server = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    server.connect(place)
    passed = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", streams))]
    server.sendmsg([len(said).to_bytes(8, "big")], passed)
    server.sendall(said)
    status = server.recv(4)
    server.close()
    if not status:
        started = [] if arguments[:1] == ["-c"] else ["-m", "vaultkit"]
        os.execv(python, [python, *started, *arguments])
    code = os.waitstatus_to_exitcode(int.from_bytes(status, "big"))
    if code < 0:
        os.kill(os.getpid(), -code)
    os._exit(code)


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


main()
