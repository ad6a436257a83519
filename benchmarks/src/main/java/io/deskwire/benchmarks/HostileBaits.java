package io.deskwire.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;

/** What mails are made of that shall stop a parser: a beginning, a unit many times, an end. */
final class HostileBaits {

    private static final String HEADER = "From: a@kunde.example\r\nSubject: still here\r\n";
    private static final String MIXED = HEADER + "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    private static final String QUOTED = HEADER + "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
    private static final String REPLY = HEADER + "In-Reply-To: <1@x.example>\r\n\r\nYes.\r\n\r\n";
    private static final String HTML =
            HEADER + "In-Reply-To: <1@x.example>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Yes.</p>";
    private static final String ZIP =
            "--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    private static final String LINE =
            "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n";
    private static final String WINMAIL = HEADER + "Content-Type: application/ms-tnef; name=winmail.dat\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n" + base64(tnef(0x223E9F78, 2)) + "\r\n";
    private static final String INVITE =
            HEADER + "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n";
    private static final String BOUNCE = "From: MAILER-DAEMON@kunde.example\r\n"
            + "Subject: Undelivered Mail Returned to Sender\r\n"
            + "Return-Path: <>\r\n"
            + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n";
    private static final String STATUS =
            BOUNCE + "--b\r\n\r\nIt failed.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                    + "Reporting-MTA: dns; mx.example\r\n\r\n";

    private HostileBaits() {}

    /** One kind of mail; {@code before} may depend on how many units follow. */
    record Bait(String name, IntFunction<String> before, IntFunction<String> unit, int times, String behind) {

        static Bait of(String name, String before, String unit, int times, String behind) {
            return new Bait(name, n -> before, i -> unit, times, behind);
        }
    }

    static List<Bait> all() {
        List<Bait> all = new ArrayList<>();
        all.addAll(headers());
        all.addAll(structure());
        all.addAll(encodings());
        all.addAll(pages());
        all.addAll(letters());
        all.addAll(packed());
        return all;
    }

    private static List<Bait> headers() {
        return List.of(
                Bait.of("500,000 `=?` in a header", "X-A: ", "=?", 500_000, "\r\n" + HEADER + "\r\nx"),
                Bait.of("500,000 `=?` in the subject", "Subject: ", "=?", 500_000, "\r\n\r\nx"),
                Bait.of("100,000 encoded words", "Subject: ", "=?utf-8?q?a=C3?= ", 100_000, "\r\n\r\nx"),
                Bait.of("120,000 colons in an address list", "To: ", "a:", 120_000, "\r\n\r\nx"),
                Bait.of("1,000,000 opening brackets in a sender", "From: ", "(<\"", 333_000, "\r\n\r\nx"),
                Bait.of("300,000 references", HEADER + "References:", " <a@b.example>", 300_000, "\r\n\r\nx"),
                Bait.of(
                        "200,000 pieces of a file name",
                        HEADER + "Content-Type: a/b",
                        "; name*1*=a",
                        200_000,
                        "\r\n\r\nx"),
                Bait.of("100,000 header lines", "", "X-A: b\r\n", 100_000, HEADER + "\r\nx"),
                Bait.of("a header line of 50 MB", "X-A: ", "xxxxxxxxxx", 5_000_000, "\r\n" + HEADER + "\r\nx"));
    }

    private static List<Bait> structure() {
        return List.of(
                nested("multiparts, 1,000 deep", 1_000),
                nested("multiparts, 20,000 deep", 20_000),
                Bait.of("mails in mails, 20,000 deep", HEADER, "Content-Type: message/rfc822\r\n\r\n", 20_000, ""),
                Bait.of("10,000 parts", MIXED, "--b\r\n\r\nx\r\n", 10_000, "--b--"),
                Bait.of("100,000 parts", MIXED, "--b\r\n\r\nx\r\n", 100_000, "--b--"),
                Bait.of("100,000 files", MIXED, "--b\r\nContent-Type: image/png\r\n\r\nx\r\n", 100_000, "--b--"),
                Bait.of("a line of 50 MB", HEADER + "\r\n", "xxxxxxxxxx", 5_000_000, ""),
                Bait.of("20 MB of CR", "", "\r", 20_000_000, ""));
    }

    private static List<Bait> encodings() {
        String mail = "--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        return List.of(
                Bait.of("20 MB of soft line breaks", QUOTED, "=\r\n", 7_000_000, "end"),
                Bait.of(
                        "20 MB of soft line breaks in a file",
                        MIXED + ZIP.replace("base64", "quoted-printable"),
                        "=\r\n",
                        7_000_000,
                        ""),
                Bait.of("20 MB of equals signs", QUOTED, "=", 20_000_000, ""),
                Bait.of(
                        "20 MB of base64 blocks",
                        HEADER + "Content-Transfer-Encoding: base64\r\n\r\n",
                        "QQ==\r\n",
                        3_300_000,
                        ""),
                Bait.of(
                        "20 MB of mails in base64 in base64",
                        MIXED + mail + base64(latin1(mail)) + "\r\n",
                        LINE,
                        260_000,
                        "--b--"),
                Bait.of(
                        "1,000 mails in base64",
                        MIXED,
                        mail + base64(latin1(HEADER + "\r\nx")) + "\r\n",
                        1_000,
                        "--b--"),
                Bait.of("200,000 uuencoded files", HEADER + "\r\n", "begin 644 a.b\r\n#86)C\r\n", 200_000, ""),
                Bait.of(
                        "20 MB of yEnc lines",
                        HEADER + "\r\n=ybegin line=128 size=9 name=a\r\n",
                        "=}=}=}=}=}=}=}\r\n",
                        1_200_000,
                        ""),
                Bait.of(
                        "UTF-7 without an end, 20 MB",
                        HEADER + "Content-Type: text/plain; charset=utf-7\r\n\r\n",
                        "+AAA",
                        5_000_000,
                        ""),
                Bait.of("a file of 150 MB", MIXED + ZIP, LINE, 2_700_000, "--b--"));
    }

    private static List<Bait> pages() {
        List<Bait> pages = new ArrayList<>();
        for (String tags : List.of(
                "<div>",
                "<p><b>",
                "<table><tr><td>",
                "<blockquote>",
                "<div class=gmail_quote>",
                "<a href=http://x.example>x",
                "<font color=red><p>x</b>",
                "<ul><li>",
                "<")) {
            pages.add(Bait.of("20 MB HTML of `" + tags + "`", HTML, tags, 20_000_000 / tags.length(), ""));
        }
        pages.add(Bait.of("20 MB HTML of one tag's attributes", HTML + "<div", " a", 10_000_000, ">x"));
        pages.add(new Bait(
                "20 MB HTML of one tag's other attributes", n -> HTML + "<div", i -> " a" + i, 2_500_000, ">x"));
        pages.add(Bait.of("20 MB HTML of one style", HTML + "<div style='", "color:red;", 2_000_000, "'>x"));
        pages.add(Bait.of("20 MB HTML of one class", HTML + "<div class='", "gmail ", 3_300_000, "'>x"));
        pages.add(Bait.of("20 MB HTML of entities", HTML, "&nbsp;&amp&#x26;", 1_250_000, ""));
        pages.add(Bait.of("20 MB HTML of a comment", HTML + "<!--", "--!-", 5_000_000, ""));
        return pages;
    }

    private static List<Bait> letters() {
        List<Bait> letters = new ArrayList<>();
        for (String lines : List.of(
                "On Mon, 5 Jan 2026 a@b.example\r\n",
                "On Mon, 5 Jan 2026 10:00 a@b.example wrote:\r\nx\r\n",
                "From: a@b.example\r\nSent: x\r\n",
                "--\r\n",
                "________________________________\r\n",
                "-----Original Message-----\r\n",
                "Sent from my phone\r\n\r\n",
                "This e-mail is confidential\r\n\r\n",
                "> > > > > > > >\r\n",
                "2026 10:00 a@b.example (",
                ">\r\n",
                "wrote: ")) {
            letters.add(Bait.of(
                    "20 MB text of `" + lines.strip().replace("\r\n", "\\n") + "`",
                    REPLY,
                    lines,
                    20_000_000 / lines.length(),
                    ""));
        }
        letters.add(Bait.of(
                "a bounce that names 500,000",
                BOUNCE + "--b\r\n\r\n",
                "<a@b.example>: 550 5.1.1 unknown\r\n",
                500_000,
                "--b--"));
        letters.add(new Bait(
                "a report on 500,000",
                n -> STATUS,
                i -> "Final-Recipient: rfc822; a" + i + "@b.example\r\nAction: failed\r\n\r\n",
                500_000,
                "--b--"));
        letters.add(Bait.of(
                "a report's field of 20 MB", STATUS + "Diagnostic-Code: smtp;", " 550 5.1.1", 2_000_000, "\r\n--b--"));
        letters.add(Bait.of(
                "300,000 failed recipients",
                BOUNCE.replace("Return-", "X-Failed-Recipients: "),
                "a@b.example, ",
                300_000,
                "\r\n\r\nx"));
        return letters;
    }

    private static List<Bait> packed() {
        return List.of(
                Bait.of("winmail.dat with 500,000 files", WINMAIL, base64(attachments(3)) + "\r\n", 166_000, ""),
                Bait.of("winmail.dat with 1,000,000 attributes", WINMAIL, base64(attributes(3)) + "\r\n", 333_000, ""),
                new Bait(
                        "winmail.dat with a packed text that grows",
                        HostileBaits::rtf,
                        i -> "DA0MDQwNDA0MDQwN" + "\r\n",
                        1_000_000,
                        ""),
                Bait.of(
                        "a winmail.dat that says 4 GB",
                        WINMAIL + base64(tnef(0x02, 0x00069003, -1)) + "\r\n",
                        LINE,
                        260_000,
                        ""),
                Bait.of("20 MB calendar of events", INVITE, "BEGIN:VEVENT\r\nSUMMARY:x\r\n", 800_000, ""),
                Bait.of(
                        "20 MB calendar of guests",
                        INVITE + "BEGIN:VEVENT\r\n",
                        "ATTENDEE;CN=\"a\";X=:mailto:a@b.example\r\n",
                        500_000,
                        "END:VEVENT\r\n"),
                Bait.of(
                        "20 MB calendar of one line",
                        INVITE + "BEGIN:VEVENT\r\nSUMMARY",
                        ";X=\"a\"",
                        3_300_000,
                        ":x\r\n"),
                Bait.of("20 MB calendar of folds", INVITE + "BEGIN:VEVENT\r\nSUMMARY:x", "\r\n x", 5_000_000, "\r\n"));
    }

    private static Bait nested(String name, int times) {
        return new Bait(
                name,
                n -> HEADER + "Content-Type: multipart/mixed; boundary=b0.\r\n\r\n",
                i -> "--b" + i + ".\r\nContent-Type: multipart/mixed; boundary=b" + (i + 1) + ".\r\n\r\n",
                times,
                "");
    }

    /** Files of one byte in winmail.dat (MS-OXTNEF): each begins and gives its data. */
    private static byte[] attachments(int count) {
        ByteBuffer out = ByteBuffer.allocate(count * 40).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            out.put((byte) 2).putInt(0x00069002).putInt(14).put(new byte[16]);
            out.put((byte) 2).putInt(0x0006800F).putInt(2).put(new byte[4]);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] attributes(int count) {
        ByteBuffer out = ByteBuffer.allocate(count * 13).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            out.put((byte) 1).putInt(0x00069006).putInt(2).put(new byte[4]);
        }
        return out.array();
    }

    /** A property with RTF packed as MS-OXRTFCP says, twelve bytes a unit behind its header. */
    private static String rtf(int units) {
        int packed = 12 * units;
        ByteBuffer out = ByteBuffer.allocate(42).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 1).putInt(0x00069003).putInt(16 + 16 + packed);
        out.putInt(1).putInt(0x10090102).putInt(1).putInt(16 + packed);
        out.putInt(packed + 12).putInt(Integer.MAX_VALUE).putInt(0x75465A4C).putInt(0);
        return WINMAIL + base64(out.array()) + "\r\n";
    }

    private static byte[] tnef(int signature, int key) {
        ByteBuffer out = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
        return out.putInt(signature).putShort((short) key).array();
    }

    private static byte[] tnef(int level, int id, int length) {
        ByteBuffer out = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
        return out.put((byte) level).putInt(id).putInt(length).array();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
