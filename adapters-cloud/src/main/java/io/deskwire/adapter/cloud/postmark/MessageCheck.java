package io.deskwire.adapter.cloud.postmark;

import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeComposer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Postmark would refuse a message for, as far as it can be told beforehand. */
final class MessageCheck {

    /** Postmark takes 10 MB with files in base64. */
    static final long LARGEST = 10_000_000;

    private static final int LARGEST_TEXT = 5_000_000;
    private static final int MOST_RECIPIENTS = 50;
    private static final int LONGEST_SUBJECT = 2000;
    private static final int LONGEST_SENDER = 255;

    /** Endings of programs and scripts. */
    private static final Set<String> FORBIDDEN = Set.of(
            "bat", "chm", "cmd", "com", "cpl", "exe", "hlp", "hta", "inf", "ins", "isp", "js", "jse", "lnk", "mdb",
            "msc", "msi", "msp", "mst", "pcd", "pif", "reg", "scr", "sct", "shs", "vbe", "vbs", "wsf", "wsh", "wsl");

    private MessageCheck() {}

    static List<MessageProblem> problems(OutboundMessage message, PostmarkSettings settings) {
        List<MessageProblem> problems = new ArrayList<>();
        new MimeComposer().check(message).forEach(problem -> problems.add(new MessageProblem("message", problem)));
        if (message.rich() != null) {
            problems.add(new MessageProblem("template", "e-mail carries text, HTML and files only"));
        }
        String html = message.html();
        boolean blank = message.text().isBlank() && (html == null || html.isBlank());
        if (blank && message.attachments().isEmpty()) {
            problems.add(new MessageProblem("text", "Postmark takes no mail without text, HTML or files"));
        }
        if (message.recipients().size() > MOST_RECIPIENTS) {
            problems.add(new MessageProblem("to", "Postmark takes at most 50 recipients"));
        }
        String subject = message.subject();
        if (subject != null && subject.length() > LONGEST_SUBJECT) {
            problems.add(new MessageProblem("subject", "Postmark takes at most 2000 characters"));
        }
        if (message.from().value().length() > LONGEST_SENDER) {
            problems.add(new MessageProblem("from", "Postmark takes at most 255 characters"));
        }
        if (message.messageId().length() > Correlation.LONGEST) {
            problems.add(new MessageProblem("message", "the message id has more than 320 characters"));
        }
        text("text", message.text(), problems);
        text("html", html, problems);
        for (int i = 0; i < message.attachments().size(); i++) {
            file(i, message.attachments().get(i), problems);
        }
        if (problems.isEmpty()) {
            long length = EmailBody.of(message, message.recipients(), settings).length();
            if (length > LARGEST) {
                problems.add(new MessageProblem(
                        "attachments",
                        "the whole mail, files in base64, would have " + length + " bytes; Postmark takes at most "
                                + LARGEST));
            }
        }
        return problems;
    }

    private static void text(String field, @Nullable String text, List<MessageProblem> problems) {
        if (text != null && text.getBytes(StandardCharsets.UTF_8).length > LARGEST_TEXT) {
            problems.add(new MessageProblem(field, "Postmark takes at most 5 MB"));
        }
    }

    private static void file(int index, OutboundAttachment file, List<MessageProblem> problems) {
        String name = file.fileName().strip();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (FORBIDDEN.contains(ending)) {
            problems.add(new MessageProblem(
                    "attachments[" + index + "]",
                    "Postmark takes no files of the type ." + ending + "; send it in an archive or as a link"));
        }
    }
}
