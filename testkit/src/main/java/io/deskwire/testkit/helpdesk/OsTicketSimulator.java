package io.deskwire.testkit.helpdesk;

import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An osTicket's {@code /api/tickets.email}. It knows mail by its Message-ID, finds tickets by references, answers 201 with the
 * number for a repeat as for a first, 401 to a key that is not its, 403 to a banned sender.
 *
 * <p>Read from osTicket's published sources, not from a running one; the words of refusals are uncertain.
 */
public final class OsTicketSimulator implements AutoCloseable {

    private final String key;
    private final ApiServer server;
    private final Map<String, String> ticketOfMail = new LinkedHashMap<>();
    private final Map<String, List<ParsedMessage>> tickets = new LinkedHashMap<>();
    private final List<String> banned = new ArrayList<>();
    private int next = 100_001;

    /**
     * Starts it.
     *
     * @param key its API key
     */
    public OsTicketSimulator(String key) {
        this.key = key;
        this.server = new ApiServer("osticket", this::answer);
    }

    /** The value of {@code api_base_url}. */
    public String url() {
        return server.url().toString();
    }

    /** Every call so far. */
    public List<ApiCall> calls() {
        return server.calls();
    }

    /** Answers the next calls whose {@code METHOD path} holds the regular expression wrongly. */
    public void trouble(ApiTrouble trouble, String pathPattern, int times) {
        server.trouble(trouble, pathPattern, times);
    }

    /** Mail of this address is denied from now on. */
    public synchronized void ban(String address) {
        banned.add(address);
    }

    /** Numbers of the tickets, oldest first. */
    public synchronized List<String> numbers() {
        return List.copyOf(tickets.keySet());
    }

    /** What stands in a ticket, oldest first. */
    public synchronized List<ParsedMessage> mails(String number) {
        return List.copyOf(tickets.getOrDefault(number, List.of()));
    }

    private synchronized ApiReply answer(ApiCall call) {
        if (!call.toString().equals("POST /api/tickets.email")) {
            return ApiReply.error(404, "URL not supported");
        }
        if (!key.equals(call.header("x-api-key"))) {
            return ApiReply.error(401, "Valid API key required");
        }
        ParsedMessage mail;
        try {
            mail = new MimeDecoder().decode(Content.of(call.body()), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String id = mail.threading().messageId();
        if (mail.people().from() == null || id == null) {
            return ApiReply.error(400, "Unable to create new ticket: validation errors");
        }
        if (banned.contains(mail.people().from().value())) {
            return ApiReply.error(403, "Ticket denied");
        }
        String seen = ticketOfMail.get(id);
        if (seen != null) {
            return number(seen);
        }
        List<String> references = new ArrayList<>(mail.threading().inReplyTo());
        references.addAll(mail.threading().references());
        Optional<String> known = references.stream()
                .filter(ticketOfMail::containsKey)
                .map(ticketOfMail::get)
                .findFirst();
        String ticket = known.orElseGet(() -> String.valueOf(next++));
        tickets.computeIfAbsent(ticket, each -> new ArrayList<>()).add(mail);
        ticketOfMail.put(id, ticket);
        return number(ticket);
    }

    private static ApiReply number(String number) {
        return new ApiReply(201, Map.of("Content-Type", "text/html"), number.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
    }
}
