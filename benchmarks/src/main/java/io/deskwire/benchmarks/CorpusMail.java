package io.deskwire.benchmarks;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The mail of a helpdesk, the same at every run: in a hundred 26 plain letters, 14 plain answers with long quotes, 18 answers from
 * Gmail and 10 from Outlook, 8 newsletters, 6 Japanese letters, 12 with files of 10 KB to 1 MB, 4 bounces, 2 automatic answers.
 */
final class CorpusMail {

    private static final Charset JAPANESE = Charset.forName("ISO-2022-JP");
    private static final double LEAST_FILE = 10_000;
    private static final double LARGEST_TO_LEAST = 100;

    /** One mail and what kind it is. */
    record Mail(String shape, byte[] bytes) {}

    private final CorpusText text;
    private final CorpusHtml html;
    private int number;

    private CorpusMail(Random random) {
        text = new CorpusText(random);
        html = new CorpusHtml(text);
    }

    static List<Mail> many(int count) {
        CorpusMail corpus = new CorpusMail(new Random(20260105));
        List<Mail> mails = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            // 37 and 100 have no common factor: every hundred has each number once, mixed.
            mails.add(corpus.next(i * 37 % 100));
        }
        return mails;
    }

    private Mail next(int of100) {
        number++;
        if (of100 < 26) {
            return mail("plain letter", plain(0));
        }
        if (of100 < 40) {
            return mail("plain answer, long quotes", plain(text.number(2, 6)));
        }
        if (of100 < 58) {
            boolean german = text.oneIn(2);
            return mail("answer from Gmail", alternative(german, html.gmail(german, text.number(1, 5)), false));
        }
        if (of100 < 68) {
            return mail("answer from Outlook", alternative(true, html.outlook(true), true));
        }
        if (of100 < 76) {
            return mail("newsletter", newsletter());
        }
        if (of100 < 82) {
            return mail("Japanese letter", japanese());
        }
        if (of100 < 94) {
            return mail("with files", withFiles());
        }
        return of100 < 98 ? mail("bounce", bounce()) : mail("automatic answer", automatic());
    }

    private Mail mail(String shape, String lines) {
        return new Mail(shape, lines.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What three servers, two signatures and a filter leave above a mail. */
    private String header(String subject, String more) {
        StringBuilder out = new StringBuilder(
                "Return-Path: <ann-" + number + "@kunde.example>\nDelivered-To: support@example.com\n");
        for (int i = 0; i < 3; i++) {
            out.append("Received: from mail-")
                    .append(i)
                    .append(".kunde.example (mail-")
                    .append(i);
            out.append(".kunde.example [192.0.2.")
                    .append(number % 200)
                    .append("])\n        by mx.example.com with ESMTPS id ");
            out.append(text.token(14))
                    .append("\n"
                            + "        for <support@example.com>\n"
                            + "        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);");
            out.append("\n        Mon, 05 Jan 2026 10:00:0").append(i).append(" +0000 (UTC)\n");
        }
        out.append("ARC-Seal: i=1; a=rsa-sha256; t=1767607200; cv=none; d=example.net; s=arc;\n        b=")
                .append(text.folded(340));
        out.append("\nDKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=kunde.example; s=s1;\n"
                        + "        h=from:to:subject:date:message-id:mime-version; bh=")
                .append(text.token(43))
                .append("=;\n        b=");
        out.append(text.folded(340))
                .append("\n"
                        + "Authentication-Results: mx.example.com;\n"
                        + "       dkim=pass header.i=@kunde.example header.s=s1;\n"
                        + "       spf=pass smtp.mailfrom=ann@kunde.example;\n"
                        + "       dmarc=pass (p=NONE) header.from=kunde.example\n");
        out.append("X-Spam-Status: No, score=-0.2 required=5.0 tests=DKIM_SIGNED,DKIM_VALID,HTML_MESSAGE\n"
                + "X-Mailer: Mailer 16.0\n");
        out.append("From: ")
                .append(text.oneIn(3) ? CorpusPacking.word("Änn Müller", StandardCharsets.UTF_8) : "Ann Example");
        out.append(" <ann-")
                .append(number)
                .append("@kunde.example>\nTo: Support <support@example.com>, \"Doe, John\" <john@example.com>\n");
        if (text.oneIn(3)) {
            out.append("Cc: Bob <bob@kunde.example>, carol@kunde.example\n");
        }
        out.append("Subject: ")
                .append(subject)
                .append("\nDate: Mon, 05 Jan 2026 11:00:00 +0100\nMessage-ID: <")
                .append(text.token(20).replace("/", "-"));
        out.append(".").append(number).append("@kunde.example>\nMIME-Version: 1.0\n");
        return out.append(more).toString();
    }

    private String subject() {
        String plain = text.sentence(false);
        return text.oneIn(3) ? CorpusPacking.word("Rückfrage zur " + number, StandardCharsets.UTF_8) : "Re: " + plain;
    }

    private String answers(int ids) {
        StringBuilder out = new StringBuilder("In-Reply-To: <ticket-0-" + number + "@example.com>\nReferences:");
        for (int i = 0; i < ids; i++) {
            out.append(i == 0 ? " " : "\n ")
                    .append("<ticket-")
                    .append(i)
                    .append('-')
                    .append(number)
                    .append("@example.com>");
        }
        return out.append('\n').toString();
    }

    private String plain(int quotes) {
        boolean german = text.oneIn(3);
        StringBuilder body = new StringBuilder(text.letter(german, text.number(3, 16), ""));
        body.append("\n-- \nAnn Example\nKunde GmbH\n");
        for (int i = 1; i <= quotes; i++) {
            String marks = ">".repeat(i) + " ";
            body.append(i == 1 ? "\n" : "> ".repeat(i - 1))
                    .append("On Mon, Jan 5, 2026 at 10:00 AM Support <support@example.com> wrote:\n");
            body.append(text.letter(german, text.number(8, 40), marks));
        }
        Charset charset = german ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        String packed = german ? CorpusPacking.quotedPrintable(body.toString(), charset) : body.toString();
        return header(
                        subject(),
                        (quotes > 0 ? answers(quotes) : "") + "Content-Type: text/plain; charset=\"" + charset.name()
                                + "\"\nContent-Transfer-Encoding: " + (german ? "quoted-printable" : "7bit") + "\n\n")
                + packed;
    }

    private String alternative(boolean german, String page, boolean base64) {
        String boundary = "000000000000" + text.token(14).replace("/", "_");
        String said = text.letter(german, text.number(4, 12), "") + "\nOn Mon, Support <support@example.com> wrote:\n"
                + text.letter(german, text.number(8, 30), "> ");
        return header(
                        subject(),
                        answers(text.number(1, 6)) + "Content-Type: multipart/alternative; boundary=\"" + boundary
                                + "\"\n\n")
                + "--" + boundary + "\n" + part("text/plain; charset=\"UTF-8\"", said, base64)
                + "\n--" + boundary + "\n" + part("text/html; charset=\"UTF-8\"", page, base64)
                + "\n--" + boundary + "--\n";
    }

    private static String part(String type, String content, boolean base64) {
        return "Content-Type: " + type + "\nContent-Transfer-Encoding: " + (base64 ? "base64" : "quoted-printable")
                + "\n\n"
                + (base64
                        ? CorpusPacking.base64(content, StandardCharsets.UTF_8)
                        : CorpusPacking.quotedPrintable(content, StandardCharsets.UTF_8));
    }

    private String newsletter() {
        String boundary = "_----------=_" + text.token(12).replace("/", "_");
        return header(
                        text.sentence(false),
                        "List-Unsubscribe: <https://news.example/u?" + text.token(60) + ">,\n"
                                + " <mailto:u@news.example>\n"
                                + "List-Id: <news.example>\n"
                                + "Precedence: bulk\n"
                                + "Content-Type:"
                                + " multipart/alternative;\n"
                                + " boundary=\""
                                + boundary + "\"\n\n")
                + "--" + boundary + "\n" + part("text/plain; charset=utf-8", text.letter(false, 60, ""), false)
                + "--" + boundary + "\n" + part("text/html; charset=utf-8", html.newsletter(text.number(20, 80)), false)
                + "--" + boundary + "--\n";
    }

    private String japanese() {
        String body = new String(text.japanese(text.number(8, 40)).getBytes(JAPANESE), StandardCharsets.ISO_8859_1);
        return header(
                        CorpusPacking.word("ご注文について", JAPANESE),
                        "Content-Type: text/plain; charset=ISO-2022-JP\nContent-Transfer-Encoding: 7bit\n\n")
                + body;
    }

    private String withFiles() {
        String boundary = "----=_NextPart_" + text.token(12).replace("/", "_");
        StringBuilder out = new StringBuilder(
                header(subject(), "Content-Type: multipart/mixed;\n\tboundary=\"" + boundary + "\"\n\n"));
        out.append("This is a multi-part message in MIME format.\n\n--")
                .append(boundary)
                .append('\n');
        out.append(part("text/plain; charset=\"utf-8\"", text.letter(true, text.number(3, 10), ""), false));
        int files = text.number(1, 3);
        for (int i = 0; i < files; i++) {
            int size = (int) (LEAST_FILE * Math.pow(LARGEST_TO_LEAST, text.number(0, 1000) / 1000.0)) / files;
            out.append("\n--")
                    .append(boundary)
                    .append("\nContent-Type: application/pdf; name=\"invoice-")
                    .append(i)
                    .append(".pdf\"\n"
                            + "Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=\"invoice-")
                    .append(i)
                    .append(".pdf\"\n\n");
            out.append(CorpusPacking.base64(text.bytes(size)));
        }
        return out.append("\n--").append(boundary).append("--\n").toString();
    }

    private String bounce() {
        String boundary = "B" + text.token(12).replace("/", "_") + "/mx.example.com";
        String address = "nobody-" + number + "@gone.example";
        return header(
                        "Undelivered Mail Returned to Sender",
                        "Auto-Submitted: auto-replied\n"
                                + "Content-Type: multipart/report; report-type=delivery-status;\n"
                                + " boundary=\""
                                + boundary + "\"\n\n")
                + "--" + boundary
                + "\n"
                + "Content-Description: Notification\n"
                + "Content-Type: text/plain; charset=us-ascii\n\n"
                + "This is the mail system at host mx.example.com.\n\n"
                + "I'm sorry to have to inform you that your message could not\n"
                + "be delivered to one or more recipients.\n\n"
                + "<" + address
                + ">: host mx.gone.example[192.0.2.9] said: 550 5.1.1\n"
                + "    User unknown (in reply to RCPT TO command)\n\n--" + boundary
                + "\n"
                + "Content-Type: message/delivery-status\n\n"
                + "Reporting-MTA: dns; mx.example.com\n\n"
                + "Final-Recipient: rfc822; "
                + address + "\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--"
                + boundary
                + "\nContent-Type: message/rfc822\n\n" + plain(1) + "\n--" + boundary + "--\n";
    }

    private String automatic() {
        return header(
                        "Automatic reply: " + text.sentence(false),
                        "Auto-Submitted: auto-replied\n"
                                + "X-Auto-Response-Suppress: All\n"
                                + "Content-Type: text/plain; charset=utf-8\n\n")
                + "I am out of the office until Monday and read no mail.\n" + text.letter(false, 3, "");
    }
}
