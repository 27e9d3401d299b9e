"""Runs a command on a terminal of so many columns and says what it did to it.

    look.py COLUMNS TERM COMMAND...
"""
import fcntl
import os
import pty
import re
import struct
import sys
import termios

columns, term, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.environ["TERM"] = term
    os.execvp(command[0], command)
seen = b""
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:  # the other end is closed
        break
    if not chunk:
        break
    seen += chunk
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

text = seen.decode().replace("\r\n", "\n")
coloured = bool(re.search(r"\x1b\[[0-9;]*m", text))
text = re.sub(r"\x1b\[[0-9;]*m", "", text)
drawn = re.findall(r"\r\x1b\[K([^\r\n]*)(?=\r)", text)
drawings = [line for line in drawn if line]
left = re.sub(r"\r\x1b\[K[^\r\n]*(?=\r\x1b\[K)", "", text).replace("\r\x1b[K", "")
print("$ %s  on a terminal of %d columns, TERM=%s" % (" ".join(command), columns, term))
print("  ended with %d; colours: %s; draws: %s" % (code, "yes" if coloured else "no", "yes" if drawings else "no"))
if drawings:
    print("  widest of what it drew fits: %s" % (max(map(len, drawings)) < columns))
    first = next(line for line in drawings if " steps done" in line)
    print("  the first of the apply: %s" % re.sub(r"\d+s\b", "Ns", first))
print("  left on it by anything but colours and lines: %s" % sorted(set(re.findall(r"[\x00-\x08\x0b-\x1f\x7f]", left))))
