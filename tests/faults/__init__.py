"""What breaks: mail servers, clocks, processes, the database, the broker. Nothing may be lost.

Those that stop whole processes take their time: `FAULTS=all ./run test tests/faults -n 0`, on
servers of their own.
"""
