"""Mail as servers and people send it, after RFC 3464 and what servers are known to write."""

LETTER = "<0123456789abcdef0123456789abcdef@example.org>"
OURS = f"""From: Circuit <circuit@example.org>
To: Kim Roy <kim@example.net>
Subject: Reminder: biometrics, February 25
Message-ID: {LETTER}
Auto-Submitted: auto-generated
Content-Type: text/plain; charset=utf-8

The link to join is https://example.org/join
"""


def dsn(
    *,
    status: str = "5.1.1",
    action: str = "failed",
    recipient: str = "rfc822;kim@example.net",
    returned: str = "message/rfc822",
    letter: str = OURS,
    sender: str = "MAILER-DAEMON@mx.example.net (Mail Delivery System)",
) -> bytes:
    """A report of three parts, as Postfix writes it (RFC 3464, section 2)."""
    return f"""Return-Path: <>
From: {sender}
To: circuit@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <20270112140000.{status}@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

This is a MIME-encapsulated message.

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Tue, 12 Jan 2027 09:00:00 -0500 (EST)

Final-Recipient: {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} User unknown

--b1
Content-Type: {returned}

{letter}
--b1--
""".encode()


EXCHANGE = f"""From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org>
To: circuit@example.org
Date: Tue, 12 Jan 2027 14:00:00 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_b2_"
Content-Language: en-CA
Message-ID: <exchange-1@example.org>
In-Reply-To: {LETTER}
References: {LETTER}
Subject: Undeliverable: Reminder: biometrics, February 25
Auto-Submitted: auto-replied
MIME-Version: 1.0

--_b2_
Content-Type: multipart/alternative; differences=Content-Type; boundary="_b3_"

--_b3_
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to kim@example.net couldn't be delivered.

--_b3_
Content-Type: text/html; charset="us-ascii"

<html><body><p>Your message couldn't be delivered.</p></body></html>

--_b3_--

--_b2_
Content-Type: message/delivery-status

Reporting-MTA: dns;YT1PR01MB0001.CANPRD01.PROD.OUTLOOK.COM
Received-From-MTA: dns;YQ1PR01MB0002.CANPRD01.PROD.OUTLOOK.COM

Final-Recipient: rfc822;Kim@Example.net
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found
X-Display-Name: Kim Roy

--_b2_
Content-Type: message/rfc822

{OURS}
--_b2_--
""".replace("\n", "\r\n").encode()

GMAIL = f"""Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: circuit@example.org
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: {LETTER}
In-Reply-To: {LETTER}
X-Failed-Recipients: kim@example.net
Message-ID: <gmail-1@mx.google.com>
Content-Type: multipart/report; boundary="000000000000abc"; report-type=delivery-status

--000000000000abc
Content-Type: multipart/related; boundary="000000000000abd"

--000000000000abd
Content-Type: multipart/alternative; boundary="000000000000abe"

--000000000000abe
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to kim@example.net because the address couldn't be found.

--000000000000abe--
--000000000000abd--
--000000000000abc
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; circuit@example.org
Arrival-Date: Tue, 12 Jan 2027 06:00:00 -0800 (PST)
X-Original-Message-ID: {LETTER}

Final-Recipient: rfc822; kim@example.net
Action: failed
Status: 5.1.1
Remote-MTA: dns; gmail-smtp-in.l.google.com. (192.0.2.1, the server for the domain example.net.)
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.
Last-Attempt-Date: Tue, 12 Jan 2027 06:00:01 -0800 (PST)

--000000000000abc
Content-Type: message/rfc822

{OURS}
--000000000000abc--
""".encode()

EXIM = f"""Return-path: <>
From: Mail Delivery System <Mailer-Daemon@mail.example.net>
To: circuit@example.org
X-Failed-Recipients: kim@example.net
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender
Message-Id: <exim-1@mail.example.net>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  kim@example.net
    SMTP error from remote mail server after RCPT TO:<kim@example.net>:
    host mx.example.net [192.0.2.1]: 550 5.1.1 User unknown

------ This is a copy of the message, including all the headers. ------

{OURS}
""".encode()

QMAIL = f"""Return-Path: <>
From: MAILER-DAEMON@qmail.example.net
To: circuit@example.org
Subject: failure notice

Hi. This is the qmail-send program at qmail.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<kim@example.net>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

{OURS}
""".encode()

OUT_OF_OFFICE = f"""From: Kim Roy <kim@example.net>
To: circuit@example.org
Subject: Automatic reply: Reminder: biometrics, February 25
Message-ID: <ooo-1@example.net>
In-Reply-To: {LETTER}
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
Content-Type: text/plain; charset=utf-8

I can't come to my mail until March.
""".encode()


def reply(
    words: str,
    *,
    sender: str = "Kim Roy <kim@example.net>",
    subject: str = "Re: Reminder: biometrics, February 25",
    letter: str = LETTER,
    kind: str = "text/plain",
    more: str = "",
) -> bytes:
    """What a person answers to a letter of ours."""
    return f"""From: {sender}
To: circuit@example.org
Subject: {subject}
Message-ID: <reply-{abs(hash((words, sender, subject, letter)))}@example.net>
In-Reply-To: {letter}
References: <first@example.org> {letter}
MIME-Version: 1.0
Content-Type: {kind}; charset=utf-8
Content-Transfer-Encoding: 8bit
{more}
{words}
""".encode()
