package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.Base64Content;
import io.deskwire.adapter.cloud.common.MailBytes;
import io.deskwire.adapter.cloud.common.Pieces;
import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundMessage;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends by SES v2 as raw MIME. SES replaces Message-ID and Date whatever it is given, and answers with the name from which the
 * Message-ID on the wire follows; In-Reply-To and References stay ours. It knows no look-up of what was sent: an attempt
 * without an answer is settled by the events, whose tags hold our id.
 */
final class SesOutbound implements Outbound {

    /** What SES v2 takes, files encoded. */
    static final long LARGEST = 40L << 20;

    private static final int MOST_RECIPIENTS = 50;
    private static final long SMALL = 5L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PATIENCE_FOR_LARGE = Duration.ofSeconds(90);
    private static final String MARK = "\u0001";

    private final AwsCalls calls;

    SesOutbound(AwsCalls calls) {
        this.calls = calls;
    }

    @Override
    public List<MessageProblem> problems(OutboundMessage message) {
        return SesMessageCheck.problems(message, LARGEST, MOST_RECIPIENTS);
    }

    @Override
    public SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("no recipients");
        }
        if (recipients.size() > MOST_RECIPIENTS) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED, "SES takes at most " + MOST_RECIPIENTS + " recipients for one message");
        }
        Content mail = mail(message);
        HttpCall call = call(body(message, recipients, mail), mail.length());
        try {
            return calls.calls().send(call, answer -> accepted(answer, recipients));
        } catch (ChannelException e) {
            // Sending names nothing but the configuration set, and a wrong name stays wrong until a person mends it.
            throw e.kind() == FailureKind.NOT_FOUND ? forGood(e) : e;
        }
    }

    private static Content mail(OutboundMessage message) throws ChannelException {
        MailBytes mail;
        try {
            mail = MailBytes.of(message);
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED, "the message cannot be written as mail: " + e.getMessage(), e);
        }
        if (mail.length() > LARGEST) {
            throw ChannelException.of(
                            FailureKind.UNSUPPORTED, "the mail has " + mail.length() + " bytes, SES takes " + LARGEST)
                    .withHint("Send smaller or fewer attachments, or a link.");
        }
        return mail;
    }

    private HttpCall call(Content body, long mailLength) throws ChannelException {
        URI address = URI.create(calls.settings().apiBase() + "/v2/email/outbound-emails");
        try {
            return calls.ses(AwsRequest.post(address, "application/json", body))
                    .withTimeout(mailLength > SMALL ? PATIENCE_FOR_LARGE : PATIENCE);
        } catch (UncheckedIOException e) {
            // The signature covers the body, so that an attachment that cannot be read shows before anything is sent.
            throw ChannelException.of(FailureKind.TRANSIENT, "an attachment cannot be read", e);
        }
    }

    /** The request with the mail in base64 in its middle, encoded as it is read. */
    private Content body(OutboundMessage message, List<Address> recipients, Content mail) throws ChannelException {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("FromEmailAddress", Envelopes.path(message.from()));
        List<String> paths = new ArrayList<>();
        for (Address recipient : recipients) {
            paths.add(Envelopes.path(recipient));
        }
        // With raw content this is the envelope alone: who stands in To and Cc is the mail's own affair.
        tree.put("Destination", Map.of("ToAddresses", paths));
        tree.put("Content", Map.of("Raw", Map.of("Data", MARK)));
        tree.put(
                "EmailTags",
                MessageTags.of(message.messageId(), calls.settings().channelMark()));
        if (calls.settings().configurationSet() != null) {
            tree.put("ConfigurationSetName", calls.settings().configurationSet());
        }
        String json = Json.write(tree);
        String mark = Json.write(MARK);
        int at = json.indexOf(mark);
        return Pieces.of(List.of(
                Pieces.text(json.substring(0, at) + "\""),
                Base64Content.inOneLine(mail),
                Pieces.text("\"" + json.substring(at + mark.length()))));
    }

    private Optional<SendResult> accepted(HttpAnswer answer, List<Address> recipients) throws ChannelException {
        String id = Tree.word(ProviderCalls.object(answer), "MessageId");
        if (id == null) {
            return Optional.empty();
        }
        List<RecipientResult> results = recipients.stream()
                .map(to -> new RecipientResult(to, DeliveryStatus.SENT, null, null))
                .toList();
        return Optional.of(new SendResult.HandedOver(
                id, Regions.wireMessageId(id, calls.settings().region()), results));
    }

    private static ChannelException forGood(ChannelException e) {
        ChannelException permanent = ChannelException.of(FailureKind.PERMANENT, String.valueOf(e.getMessage()), e)
                .withCode(e.code().orElse(null));
        return e.hint().isPresent() ? permanent.withHint(e.hint().get()) : permanent;
    }
}
