"""What the header Content-Type may say to us."""

import re

# What Django asks of a boundary, without a quoted form: browsers send none.
BOUNDARY = re.compile(r";\s*boundary=\"?([0-9a-z'()+_,./:=?-]{1,200})", re.IGNORECASE)
CHARSET = re.compile(r";\s*charset\*?=\s*\"?([^\s\";]*)", re.IGNORECASE)
OURS = {"", "utf-8", "utf8"}


def cut(header):
    """``header`` reduced to kind and boundary, and whether its charset is ours (UTF-8, or none named)."""
    kind, semicolon, _parameters = header.partition(";")
    if not semicolon:
        return header, True
    charset = CHARSET.search(header)
    boundary = BOUNDARY.search(header)
    plain = f"{kind.strip()}; boundary={boundary[1]}" if boundary else kind.strip()
    return plain, charset is None or charset[1].lower() in OURS
