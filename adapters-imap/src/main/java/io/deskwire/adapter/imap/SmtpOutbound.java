package io.deskwire.adapter.imap;

import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.IDN;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends by SMTP, one transaction on one connection, once. Up to the final dot every failure is certain; from there on only
 * the server's reply is.
 */
final class SmtpOutbound implements Outbound {

    private static final Duration FINAL_PATIENCE = Duration.ofMinutes(10);

    private final SmtpAccess access;
    private final @Nullable AfterSend afterSend;
    private final Duration finalPatience;

    SmtpOutbound(SmtpAccess access, @Nullable AfterSend afterSend) {
        this(access, afterSend, FINAL_PATIENCE);
    }

    /** With another patience for the last reply, for tests. */
    SmtpOutbound(SmtpAccess access, @Nullable AfterSend afterSend, Duration finalPatience) {
        this.access = access;
        this.afterSend = afterSend;
        this.finalPatience = finalPatience;
    }

    @Override
    public Optional<AfterSend> afterSend() {
        return Optional.ofNullable(afterSend);
    }

    @Override
    public SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("no recipients");
        }
        String from = message.automatic() ? "" : path(message.from());
        List<String> paths = new ArrayList<>();
        for (Address recipient : recipients) {
            paths.add(path(recipient));
        }
        Composed composed = Composed.measure(message);
        SmtpConnection connection = access.signIn();
        try {
            return transaction(connection, composed, from, recipients, paths);
        } catch (IOException e) {
            throw Failures.connection(access.endpoint(), e, connection.socket());
        } finally {
            connection.end();
        }
    }

    private SendResult transaction(
            SmtpConnection connection, Composed composed, String from, List<Address> recipients, List<String> paths)
            throws IOException, ChannelException {
        SmtpReply reply = connection.command("MAIL FROM:<" + from + ">" + parameters(connection, composed));
        if (!reply.isPositive()) {
            throw SmtpFailures.refused(access.endpoint(), reply, "the sender");
        }
        List<RecipientResult> results = new ArrayList<>();
        boolean anybody = false;
        for (int i = 0; i < paths.size(); i++) {
            reply = connection.command("RCPT TO:<" + paths.get(i) + ">");
            if (reply.code() == 421 || SmtpFailures.isAboutSignIn(reply)) {
                throw SmtpFailures.refused(access.endpoint(), reply, "the recipients");
            }
            results.add(result(recipients.get(i), reply));
            anybody |= reply.isPositive();
        }
        if (!anybody) {
            return new SendResult.HandedOver(null, null, results);
        }
        OutputStream content = connection.openData();
        if (content == null) {
            throw SmtpFailures.refused(access.endpoint(), connection.reply(), "the content");
        }
        return deliver(connection, composed, content, results);
    }

    private SendResult deliver(
            SmtpConnection connection, Composed composed, OutputStream content, List<RecipientResult> results)
            throws IOException, ChannelException {
        connection.write(composed, content);
        SmtpReply reply;
        try {
            reply = connection.closeData(content, finalPatience);
        } catch (IOException e) {
            // The dot may have arrived. Saying "failed" here is how other systems send twice.
            return new SendResult.Uncertain(
                    "the connection to the " + access.endpoint().text()
                            + " was lost after the content was sent and before the server confirmed it");
        }
        if (!reply.isPositive()) {
            throw SmtpFailures.refused(access.endpoint(), reply, "the content");
        }
        return new SendResult.HandedOver(null, null, results);
    }

    private String parameters(SmtpConnection connection, Composed composed) throws ChannelException {
        StringBuilder parameters = new StringBuilder();
        String limit = connection.getExtensionParameter("SIZE");
        if (limit != null) {
            long most = size(limit);
            if (most > 0 && composed.size() > most) {
                throw ChannelException.of(
                                FailureKind.UNSUPPORTED,
                                "the message has " + composed.size() + " bytes, the server takes " + most)
                        .withHint("Send smaller or fewer attachments, or a link.");
            }
            parameters.append(" SIZE=").append(composed.size());
        }
        if (composed.eightBit() && connection.supportsExtension("8BITMIME")) {
            parameters.append(" BODY=8BITMIME");
        }
        return parameters.toString();
    }

    private static long size(String parameter) {
        try {
            return Long.parseLong(parameter.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static RecipientResult result(Address recipient, SmtpReply reply) {
        DeliveryStatus status = reply.isPositive()
                ? DeliveryStatus.SENT
                : reply.isTemporary() ? DeliveryStatus.DEFERRED : DeliveryStatus.REJECTED;
        return new RecipientResult(recipient, status, reply.bestCode(), reply.text());
    }

    /**
     * An address as it stands between angle brackets. The domain may be international, the part before it may not: few
     * servers carry that (RFC 6531), and those that do not would answer something else.
     */
    private static String path(Address address) throws ChannelException {
        String value = address.value();
        int at = value.lastIndexOf('@');
        if (address.kind() != Address.Kind.EMAIL || at < 1 || at == value.length() - 1) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "an address is no e-mail address");
        }
        String local = value.substring(0, at);
        boolean odd = value.chars().anyMatch(c -> c <= ' ' || c == 127 || c == '<' || c == '>');
        if (odd || local.chars().anyMatch(c -> c > 127)) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED, "an address holds characters that mail servers do not carry before the @");
        }
        try {
            return local + "@" + IDN.toASCII(value.substring(at + 1), IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "an address has a domain that cannot exist", e);
        }
    }
}
