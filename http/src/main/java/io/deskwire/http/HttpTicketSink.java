package io.deskwire.http;

import io.deskwire.config.Secret;
import io.deskwire.json.ApiJson;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import io.deskwire.rules.TicketFields;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to a helpdesk by posting a signed JSON event to one address. The body of a message is the same at every
 * attempt, apart from {@code ticket_id} and addresses of files:
 *
 * <pre>{@code
 * {"type": "message.received",
 *  "timestamp": "2026-01-02T03:04:05Z",   when the message was received
 *  "tenant_id": "acme", "channel_id": "support", "conversation_id": "…",
 *  "ticket_id": "…",                      absent for the first message of a conversation
 *  "ticket": {"queue": "…", "priority": "high", "type": "…", "assignee": "…", "ticket_address": "…", "tags": [],
 *             "fields": {}},              what the tenant's rules want of the ticket; absent where they say nothing
 *  "message": {"id": "…", "direction": "inbound", "kind": "message", "from": {"address": "…", "name": "…"},
 *              "to": [], "cc": [], "subject": "…", "text": "…", "html": "…", "safe_html": "…", "reply_text": "…",
 *              "attachments": [{"index": 0, "file_name": "…", "content_type": "…", "size": 1, "sha256": "…",
 *                               "inline": false, "content_id": "…", "state": "available"}],
 *              "decision": {}, "sent_at": "…", "received_at": "…", …}}
 * }</pre>
 *
 * <p>The message stands in the form of the admin API ({@link ApiJson}). Files are named, and the admin API gives them out;
 * with {@link Files#LINKS} each has a signed address besides ({@code url}, {@code url_expires_at}), with {@link Files#INLINE}
 * its bytes ({@code content_base64}), as far as all of them together stay within 8 MiB; those beyond have their address.
 * {@code html} is as the customer sent it and untrusted.
 *
 * <p>Headers: {@code webhook-id} (the message's id, the same at every attempt: the receiver's key against repeats),
 * {@code webhook-timestamp} and {@code webhook-signature} of the Standard Webhooks specification, {@code Idempotency-Key}
 * (the message's id again), {@code Deskwire-Attempt}, and {@code Deskwire-May-Have-Arrived: true} after an attempt whose end
 * nobody heard. Where a look-up address is given, it is asked before such a repeat ({@code GET …?message_id=…}, signed over an
 * empty body): 200 with {@code ticket_id} means that the message is there, 404 that it is not.
 *
 * <p>Answers:
 *
 * <ul>
 *   <li>2xx: taken. A body {@code {"ticket_id": "…", "duplicate": false}} names the ticket and whether the message was there
 *       already. Without a name the conversation's id is the ticket's.
 *   <li>409: was there already; a body may name the ticket.
 *   <li>408, 425, 429, 503: not taken, tried again, after Retry-After where given; so is a server that cannot be connected to.
 *   <li>401, 403, 404, a redirect, an untrusted certificate, a blocked address: the set-up is wrong; the message waits.
 *   <li>410: switched off. Nothing is posted there any more until this sink is made anew, or for a day; messages wait.
 *   <li>Any other 4xx: refused for good.
 *   <li>Any other 5xx, or no answer after the request had begun: nobody knows; tried again under the same id.
 * </ul>
 */
public final class HttpTicketSink implements TicketSink {

    private static final Logger LOG = LoggerFactory.getLogger(HttpTicketSink.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration SWITCHED_OFF = Duration.ofDays(1);
    private static final int MAX_ANSWER = 64 * 1024;

    private final HttpTransport transport;
    private final URI url;
    private final StandardWebhooks signer;
    private final Options options;
    private volatile @Nullable Instant goneAt;

    /** How files go along. */
    public enum Files {
        /** They are named. */
        NAMED,
        /** By addresses that are signed and expire. */
        LINKS,
        /** In base64, as far as they are not too large for it. */
        INLINE
    }

    /**
     * @param files how files go along
     * @param links makes addresses of files; asked for {@link Files#LINKS} and for what is too large for {@link Files#INLINE}
     * @param lookup asked for a message that may have arrived, before it is posted again; or null
     */
    public record Options(
            Files files, AttachmentLinks links, @Nullable URI lookup) {
        public Options {
            Objects.requireNonNull(files, "files");
            Objects.requireNonNull(links, "links");
            if (lookup != null) {
                HttpCall.requireCallable(lookup);
            }
        }

        /** Files are named, nothing is looked up. */
        public static Options none() {
            return new Options(Files.NAMED, AttachmentLinks.none(), null);
        }
    }

    /**
     * @param url where events are posted
     * @param secrets signing secrets, the current one first; more than one while a receiver changes over
     * @throws IllegalArgumentException when the address cannot be posted to or there is no usable secret
     */
    public HttpTicketSink(HttpTransport transport, URI url, List<Secret> secrets) {
        this(transport, url, secrets, Options.none());
    }

    /** The same with options. */
    public HttpTicketSink(HttpTransport transport, URI url, List<Secret> secrets, Options options) {
        HttpCall.requireCallable(url);
        this.transport = Objects.requireNonNull(transport, "transport");
        this.url = url;
        this.signer = new StandardWebhooks(secrets);
        this.options = Objects.requireNonNull(options, "options");
    }

    @Override
    public SinkResult deliver(TicketEvent event) {
        Instant gone = goneAt;
        if (gone != null && event.now().isBefore(gone.plus(SWITCHED_OFF))) {
            return new SinkResult.Misconfigured("the helpdesk switched the address off (HTTP 410)");
        }
        byte[] body;
        try {
            body = Json.writeBytes(document(event));
        } catch (IOException e) {
            return new SinkResult.Retry(
                    "a file of the message cannot be read: " + e.getClass().getSimpleName(), null);
        }
        try {
            SinkResult there = event.mayHaveArrived() ? lookedUp(event) : null;
            return there != null ? there : posted(event, body);
        } catch (TransportException e) {
            return switch (e.problem()) {
                case BLOCKED, UNTRUSTED -> new SinkResult.Misconfigured(e.words());
                case NOT_SENT -> new SinkResult.Retry(e.words(), null);
                case MAY_HAVE_ARRIVED -> new SinkResult.Unknown(e.words());
            };
        }
    }

    private SinkResult posted(TicketEvent event, byte[] body) throws TransportException {
        String id = event.message().id();
        HttpCall call = signed(HttpCall.post(url, "application/json", Content.of(body)), event, body)
                .withHeader("Idempotency-Key", id)
                .withHeader("Deskwire-Attempt", Integer.toString(event.attempt()));
        if (event.mayHaveArrived()) {
            call = call.withHeader("Deskwire-May-Have-Arrived", "true");
        }
        HttpAnswer answer = transport.send(call);
        if (answer.status() == 410 && goneAt == null) {
            LOG.warn("the helpdesk at {} switched its address off (HTTP 410); messages wait", url.getHost());
        }
        goneAt = answer.status() == 410 ? event.now() : null;
        return result(answer, event);
    }

    /** What the helpdesk knows of a message that may have arrived; null when it is to be posted again. */
    private @Nullable SinkResult lookedUp(TicketEvent event) throws TransportException {
        URI lookup = options.lookup();
        if (lookup == null) {
            return null;
        }
        String query = "message_id=" + URLEncoder.encode(event.message().id(), StandardCharsets.UTF_8);
        URI asked = URI.create(lookup + (lookup.getRawQuery() == null ? "?" : "&") + query);
        HttpAnswer answer = transport.send(signed(HttpCall.get(asked), event, new byte[0]));
        if (answer.status() == 404) {
            return null;
        }
        if (answer.isSuccess() && answer.completeness() != HttpAnswer.Completeness.BROKEN_OFF) {
            return new SinkResult.Duplicate(ticket(reply(answer), event));
        }
        // Not posted: as long as nobody knows whether it is there, another one might be a second.
        String words = "the helpdesk's look-up answered HTTP " + answer.status();
        return answer.status() == 401 || answer.status() == 403 || (answer.status() >= 300 && answer.status() < 400)
                ? new SinkResult.Misconfigured(words)
                : new SinkResult.Retry(words, answer.retryAfter(event.now()).orElse(null));
    }

    private HttpCall signed(HttpCall call, TicketEvent event, byte[] body) {
        return signer.signed(
                call.withTimeout(TIMEOUT).withMaxAnswer(MAX_ANSWER),
                event.message().id(),
                event.now(),
                body);
    }

    private Map<String, Object> document(TicketEvent event) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "message.received");
        document.put("timestamp", event.message().receivedAt().toString());
        document.put("tenant_id", event.message().tenantId());
        document.put("channel_id", event.message().channelId());
        document.put("conversation_id", event.conversationId());
        TicketRef known = event.knownTicket();
        if (known != null) {
            document.put("ticket_id", known.value());
        }
        TicketFields fields = event.decision().rules().fields();
        if (!fields.isEmpty()) {
            document.put("ticket", DomainJson.toTree(fields));
        }
        document.put("message", EventFiles.added(ApiJson.message(event.message(), event.decision()), event, options));
        return document;
    }

    private static SinkResult result(HttpAnswer answer, TicketEvent event) {
        int status = answer.status();
        String words = "the helpdesk answered HTTP " + status;
        if (answer.isSuccess()) {
            // Its ticket's name may have been in what is missing; the repeat is answered in full.
            return answer.completeness() == HttpAnswer.Completeness.BROKEN_OFF
                    ? new SinkResult.Unknown(words + ", but its answer broke off")
                    : taken(reply(answer), event);
        }
        if (status < 400) {
            return new SinkResult.Misconfigured(words + "; redirects are not followed");
        }
        return switch (status) {
            case 409 -> new SinkResult.Duplicate(ticket(reply(answer), event));
            case 401, 403, 404, 410 -> new SinkResult.Misconfigured(words);
            case 408, 425, 429, 503 ->
                new SinkResult.Retry(words, answer.retryAfter(event.now()).orElse(null));
            default -> status >= 500 ? new SinkResult.Unknown(words) : new SinkResult.Rejected(words);
        };
    }

    private static SinkResult taken(Map<String, Object> reply, TicketEvent event) {
        TicketRef ticket = ticket(reply, event);
        if (Boolean.TRUE.equals(reply.get("duplicate"))) {
            return new SinkResult.Duplicate(ticket);
        }
        return ticket.equals(event.knownTicket()) ? new SinkResult.Appended(ticket) : new SinkResult.Created(ticket);
    }

    private static TicketRef ticket(Map<String, Object> reply, TicketEvent event) {
        @Nullable Object named = reply.get("ticket_id");
        if (named instanceof String text && !text.isBlank()) {
            return new TicketRef(text);
        }
        if (named instanceof Long number) {
            return new TicketRef(number.toString());
        }
        TicketRef known = event.knownTicket();
        return known == null ? new TicketRef(event.conversationId()) : known;
    }

    /** The answer's body where it is a JSON object; helpdesks may as well answer nothing, or {@code ok}. */
    private static Map<String, Object> reply(HttpAnswer answer) {
        try {
            return Json.lenient().parseObject(answer.body());
        } catch (JsonException e) {
            return Map.of();
        }
    }
}
