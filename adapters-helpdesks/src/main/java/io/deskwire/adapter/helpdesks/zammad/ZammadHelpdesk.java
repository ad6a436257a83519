package io.deskwire.adapter.helpdesks.zammad;

import io.deskwire.adapter.helpdesks.Helpdesk;
import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.HelpdeskTest;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.adapter.helpdesks.UncertainWriteException;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.mime.PlainText;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way back. An answer is an article of an agent that customers may see and that Zammad does not send itself: a public
 * note, mostly. Articles of type {@code email} leave by Zammad's own mail and would reach the customer twice.
 */
final class ZammadHelpdesk implements Helpdesk {

    private static final int PAGE = 100;

    private final ZammadApi api;
    private final ZammadSettings settings;
    private final EgressPolicy egress;

    ZammadHelpdesk(ZammadApi api, ZammadSettings settings, EgressPolicy egress) {
        this.api = api;
        this.settings = settings;
        this.egress = egress;
    }

    @Override
    public String kind() {
        return ZammadApi.KIND;
    }

    @Override
    public String place() {
        URI base = api.calls().base();
        return base.getHost().toLowerCase(Locale.ROOT) + ":" + base.getPort();
    }

    @Override
    public Optional<AgentTicket> ticket(String ticketId) throws ChannelException {
        Optional<Map<String, Object>> found = api.ticket(ticketId);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> ticket = found.get();
        List<AgentAnswer> answers = api.articles(ticketId).stream()
                .filter(this::isAnswer)
                .sorted(Comparator.comparingLong(article -> Trees.number(article, "id")))
                .map(article -> answer(ticketId, article))
                .toList();
        String state = Trees.textOrEmpty(ticket, "state");
        return Optional.of(new AgentTicket(
                ticketId,
                Trees.text(ticket, "number"),
                state,
                ZammadApi.isOver(state),
                Trees.textOrEmpty(ticket, "updated_at"),
                ZammadApi.markedConversation(ticket).orElse(null),
                answers));
    }

    private boolean isAnswer(Map<String, Object> article) {
        return Trees.number(article, "id") > 0
                && Trees.textOrEmpty(article, "sender").equals("Agent")
                && !Trees.isTrue(article, "internal")
                && article.get("internal") != null
                && switch (Trees.textOrEmpty(article, "type")) {
                    case "note", "web" -> true;
                    case "email" -> settings.emailArticles();
                    // A telephone call that was noted, a tweet: nothing for this channel.
                    default -> false;
                };
    }

    private static AgentAnswer answer(String ticketId, Map<String, Object> article) {
        String id = String.valueOf(Trees.number(article, "id"));
        String body = Trees.textOrEmpty(article, "body");
        boolean html = Trees.textOrEmpty(article, "content_type").startsWith("text/html");
        List<AgentFile> files = Trees.objects(article, "attachments").stream()
                .filter(file -> Trees.number(file, "id") > 0)
                .map(file -> new AgentFile(
                        Trees.textOrEmpty(file, "filename").isEmpty() ? "file" : Trees.textOrEmpty(file, "filename"),
                        type(Trees.object(file, "preferences")),
                        "/api/v1/ticket_attachment/" + ticketId + "/" + id + "/" + Trees.number(file, "id")))
                .toList();
        return new AgentAnswer(id, html ? PlainText.ofHtml(body) : body, html ? body : null, files);
    }

    private static String type(Map<String, Object> preferences) {
        return Stream.of("Mime-Type", "Content-Type")
                .map(name -> Trees.textOrEmpty(preferences, name)
                        .replaceAll(";.*", "")
                        .strip())
                .filter(type -> type.matches("[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+"))
                .findFirst()
                .orElse("application/octet-stream");
    }

    @Override
    public InputStream open(AgentFile file) throws ChannelException {
        return api.calls().open(URI.create(api.calls().base() + file.location()));
    }

    @Override
    public void tell(String ticketId, Standing standing) throws ChannelException {
        HelpdeskCalls calls = api.calls();
        String mark = ZammadApi.articleMark(standing.mark());
        if (api.articles(ticketId).stream().anyMatch(article -> mark.equals(Trees.text(article, "message_id")))) {
            return;
        }
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("ticket_id", Long.parseLong(ticketId));
        note.put("subject", "Deskwire");
        note.put("body", standing.words());
        note.put("content_type", "text/plain");
        note.put("type", "note");
        note.put("internal", true);
        note.put("message_id", mark);
        try {
            calls.written(calls.json("POST", "/api/v1/ticket_articles", note));
        } catch (UncertainWriteException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "a note may not have been taken: " + e.getMessage());
        }
    }

    /** The position is the time of the newest change that was seen. */
    @Override
    public Changes changes(String after) throws ChannelException {
        HelpdeskCalls calls = api.calls();
        // From that very second on, for several changes may share it; what was seen before is known by its version.
        String query = "updated_at:[" + after + " TO *]";
        Object tree = calls.tree(calls.call(
                "GET",
                "/api/v1/tickets/search?expand=true&sort_by=updated_at&order_by=asc&limit=" + PAGE + "&query="
                        + ZammadApi.segment(query),
                null));
        List<Map<String, Object>> tickets = Trees.objects(tree);
        String next = after;
        for (Map<String, Object> ticket : tickets) {
            String at = second(Trees.textOrEmpty(ticket, "updated_at"));
            next = at.compareTo(next) > 0 ? at : next;
        }
        List<Changed> changed = tickets.stream()
                .filter(ticket -> Trees.number(ticket, "id") > 0)
                .map(ticket -> new Changed(
                        String.valueOf(Trees.number(ticket, "id")), Trees.textOrEmpty(ticket, "updated_at")))
                .toList();
        return new Changes(changed, next, tickets.size() >= PAGE);
    }

    private static String second(String time) {
        try {
            return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeParseException e) {
            return "";
        }
    }

    /** The search index lags behind, so polling begins a little earlier. */
    @Override
    public String position(Instant now) {
        return now.minusSeconds(60).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public ConnectionTest test() {
        return new HelpdeskTest(
                        ZammadApi.KIND,
                        api.calls().base(),
                        egress,
                        !settings.common().webhookSecrets().isEmpty())
                .ask("token", () -> {
                    Map<String, Object> me = api.me();
                    if (Trees.number(me, "id") < 0) {
                        throw ChannelException.of(FailureKind.TRANSIENT, "something else than Zammad answered");
                    }
                    return "the token is taken";
                })
                .ask("group", this::group);
    }

    private String group() throws ChannelException {
        HelpdeskCalls calls = api.calls();
        boolean there = Trees.objects(calls.tree(calls.call("GET", "/api/v1/groups?per_page=500", null))).stream()
                .anyMatch(group -> settings.group().equals(Trees.text(group, "name")));
        if (!there) {
            throw ChannelException.of(
                            FailureKind.NOT_FOUND, "the token's user sees no group called " + settings.group())
                    .withHint("Name one as group, and give the user the rights read, create and change in it.");
        }
        return "tickets are opened in " + settings.group();
    }

    @Override
    public void close() {
        api.close();
    }
}
