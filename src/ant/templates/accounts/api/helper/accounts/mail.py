"""Mail to the owners of accounts."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from helper.columns import utc_now
from helper.execution_tracking.Logger import myLogger
from startup.account_settings import myAccountSettings

PATIENCE = 10  # seconds for each step of the conversation with the server


def send_mail(to: str, subject: str, text: str) -> None:
    """Send a mail; without SMTP_URL, in development, it goes into the log."""
    if not myAccountSettings.SMTP_URL:
        myLogger.info(f"Mail to {to}: {subject}: {text}")
        return
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = myAccountSettings.MAIL_FROM, to, subject
    domain = myAccountSettings.MAIL_FROM.rpartition("@")[2]
    mail["Date"], mail["Message-ID"] = format_datetime(utc_now()), make_msgid(domain=domain)
    mail.set_content(text)
    with connected(myAccountSettings.SMTP_URL) as server:
        server.send_message(mail)


def connected(url: str) -> smtplib.SMTP:
    """Return a connection to a server, over TLS unless the URL says ``smtp+plain``."""
    parts, context = urlsplit(url), ssl.create_default_context()
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port or 465, timeout=PATIENCE, context=context
        )
    else:
        server = smtplib.SMTP(host, port or 587, timeout=PATIENCE)
    try:
        if parts.scheme == "smtp":
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def link(page: str, token: str) -> str:
    """Return what a mail contains: a link to a page of the application, or the token alone."""
    base = myAccountSettings.APP_URL
    return f"{base}/{page}?token={token}" if base else f"your code is {token}"
