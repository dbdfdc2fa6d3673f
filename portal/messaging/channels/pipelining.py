"""A letter over SMTP with two waits instead of four (RFC 2920), of which both leave time for something else."""

import smtplib
from contextlib import suppress


def is_known_to(server):
    return server.has_extn("pipelining")


def send(server, sender, recipient, text):
    """A generator in the place of ``server.sendmail``, which raises what that does.

    It pauses while the server thinks about the envelope, and again while it thinks about the letter. ``text``: bytes,
    each line of which ends with CRLF.
    """
    server.send(f"MAIL FROM:<{sender}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n")
    yield
    problem = None
    try:
        code, said = server.getreply()
        if code != 250:
            problem = smtplib.SMTPSenderRefused(code, said, sender)
        code, said = server.getreply()
        if code not in {250, 251}:
            problem = problem or smtplib.SMTPRecipientsRefused({recipient: (code, said)})
        code, said = server.getreply()
        if code == 354:
            # Some servers ask for a letter to nobody, too: it has no lines.
            server.send(b".\r\n" if problem else text.replace(b"\r\n.", b"\r\n..") + b".\r\n")
            yield
            code, said = server.getreply()
        if code != 250:
            problem = problem or smtplib.SMTPDataError(code, said)
    except smtplib.SMTPServerDisconnected as end:
        raise problem or end from None
    if problem:
        with suppress(OSError):
            server.rset()
        raise problem
