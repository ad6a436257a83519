package io.deskwire.app.explain;

import io.deskwire.adapter.cloud.common.RebuiltMail;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.Particulars;
import io.deskwire.json.Json;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.mime.header.AuthenticationResults;
import io.deskwire.rules.Candidate;
import io.deskwire.rules.Rulebook;
import io.deskwire.rules.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads mails and updates of webhooks and says what would be extracted, and why; never fails on one. */
public final class Explainer {

    private static final Logger LOG = LoggerFactory.getLogger(Explainer.class);

    private final Map<String, Decoder> decoders = new HashMap<>(CapturedWebhooks.decoders());
    private final String trusted;
    private final @Nullable Rulebook rules;

    /**
     * @param trusted names of servers whose Authentication-Results are believed; when there are none, what the receiving server
     *     seems to have written is shown
     */
    public Explainer(List<String> trusted) {
        this(trusted, null);
    }

    /**
     * @param trusted names of servers whose Authentication-Results are believed; when there are none, what the receiving server
     *     seems to have written is shown, unless rules could decide by it
     * @param rules what is asked about each message that would open a ticket, or null
     */
    public Explainer(List<String> trusted, @Nullable Rulebook rules) {
        this.trusted = String.join(" ", trusted);
        this.rules = rules;
        decoders.put(StoredMail.MAIL, new MimeDecoder());
    }

    /** One line of JSON, without its end. */
    public String json(StoredMail mail) {
        try {
            return Json.write(Explanation.tree(read(mail)));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            LOG.debug("{} could not be read", mail.file(), e);
            return Json.write(Explanation.unread(mail, words(e)));
        }
    }

    /** Some lines for a person, ended by an empty one. */
    public String text(StoredMail mail) {
        try {
            return ForPeople.text(read(mail));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            LOG.debug("{} could not be read", mail.file(), e);
            return ForPeople.unread(mail, words(e));
        }
    }

    private Reading read(StoredMail mail) throws IOException {
        Decoder decoder = decoders.get(mail.format());
        if (decoder == null) {
            throw new IOException("no decoder reads the format " + mail.format());
        }
        Map<String, String> meta = meta(mail);
        ParsedMessage message = decoder.decode(mail.content(), meta);
        Particulars particulars =
                message.kind() == MessageKind.MESSAGE ? Particulars.none() : decoder.particulars(mail.content(), meta);
        List<Issue> issues = new ArrayList<>();
        if (mail.content() instanceof RebuiltMail rebuilt) {
            issues.addAll(rebuilt.issues());
        }
        issues.addAll(message.issues());
        return new Reading(
                mail,
                message,
                KindEvidence.of(message, particulars),
                Hint.in(message, mail.envelope()),
                verdict(mail, message, decoder, meta),
                rules != null,
                issues);
    }

    /** Rules see what would be handed to the helpdesk; here that is what opens a ticket. */
    private @Nullable Verdict verdict(
            StoredMail mail, ParsedMessage message, Decoder decoder, Map<String, String> meta) {
        if (rules == null || message.kind() != MessageKind.MESSAGE || message.event() != null) {
            return null;
        }
        InboundMessage inbound =
                new InboundMessage("explain", "explain", "explain", "explain", mail.envelope(), Instant.EPOCH, message);
        return rules.judge(new Candidate(inbound, false, mail.content().length(), meta.get("spam"), () -> {
            try {
                return decoder.particulars(mail.content(), meta);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    private Map<String, String> meta(StoredMail mail) {
        Map<String, String> meta = new HashMap<>(mail.meta());
        if (!trusted.isEmpty()) {
            meta.put(AuthenticationResults.TRUSTED, trusted);
        } else if (rules == null) {
            meta.put(AuthenticationResults.BY_RECEIVER, "");
        }
        return meta;
    }

    private static String words(Throwable e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
