package io.deskwire.adapter.graph;

import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeComposer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What Exchange would refuse a message for, as far as it can be told beforehand. */
final class MessageCheck {

    private static final int MOST_RECIPIENTS = 500;
    private static final int LONGEST_SUBJECT = 255;

    /** What a large message's text may have: it goes in one request of 4 MB, escaped. */
    private static final int LARGEST_TEXT = 1_500_000;

    private static final long LARGEST_FILE = 150L * 1024 * 1024;

    private MessageCheck() {}

    static List<MessageProblem> problems(OutboundMessage message, long mostBytes) {
        List<MessageProblem> problems = new ArrayList<>();
        new MimeComposer().check(message).forEach(problem -> problems.add(new MessageProblem("message", problem)));
        if (message.rich() != null) {
            problems.add(new MessageProblem("template", "e-mail carries text, HTML and files only"));
        }
        if (message.recipients().size() > MOST_RECIPIENTS) {
            problems.add(new MessageProblem("to", "Exchange takes at most 500 recipients"));
        }
        String subject = message.subject();
        if (subject != null && subject.length() > LONGEST_SUBJECT) {
            problems.add(new MessageProblem("subject", "Exchange takes at most 255 characters"));
        }
        String html = message.html();
        if (message.text().getBytes(StandardCharsets.UTF_8).length > LARGEST_TEXT) {
            problems.add(new MessageProblem("text", "Exchange takes at most 1.5 MB"));
        }
        if (html != null && html.getBytes(StandardCharsets.UTF_8).length > LARGEST_TEXT) {
            problems.add(new MessageProblem("html", "Exchange takes at most 1.5 MB"));
        }
        long encoded = 0;
        for (int i = 0; i < message.attachments().size(); i++) {
            OutboundAttachment file = message.attachments().get(i);
            long length = file.content().length();
            encoded += length / 57 * 78 + 78;
            if (length > LARGEST_FILE) {
                problems.add(new MessageProblem("attachments[" + i + "]", "Exchange takes files of at most 150 MB"));
            }
        }
        if (encoded > mostBytes) {
            problems.add(new MessageProblem(
                    "attachments",
                    "the files have " + encoded + " bytes in a mail; the mailbox sends at most " + mostBytes
                            + " (max_message_mb)"));
        }
        return problems;
    }
}
