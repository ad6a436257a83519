package io.deskwire.adapter.helpdesks.zendesk;

import io.deskwire.adapter.helpdesks.Helpdesk;
import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.HelpdeskTest;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.adapter.helpdesks.UncertainWriteException;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The way back. An answer is a public comment of staff that we did not put in. Zendesk mails such comments itself until its
 * trigger "Notify requester and CCs of comment update" is switched off for these tickets.
 */
final class ZendeskHelpdesk implements Helpdesk {

    private final ZendeskApi api;
    private final ZendeskSettings settings;
    private final EgressPolicy egress;

    ZendeskHelpdesk(ZendeskApi api, ZendeskSettings settings, EgressPolicy egress) {
        this.api = api;
        this.settings = settings;
        this.egress = egress;
    }

    @Override
    public String kind() {
        return ZendeskApi.KIND;
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
        String state = Trees.textOrEmpty(ticket, "status");
        return Optional.of(new AgentTicket(
                ticketId,
                ticketId,
                state,
                state.equals("solved") || state.equals("closed"),
                Trees.textOrEmpty(ticket, "updated_at"),
                ZendeskApi.markedConversation(ticket).orElse(null),
                answers(ticketId, Trees.number(ticket, "requester_id"))));
    }

    private List<AgentAnswer> answers(String ticketId, long requester) throws ChannelException {
        List<Map<String, Object>> comments = new ArrayList<>();
        for (Map<String, Object> audit : api.audits(ticketId)) {
            if (ZendeskApi.mark(audit).isEmpty()) {
                ZendeskApi.comments(audit)
                        .filter(comment -> Trees.isTrue(comment, "public"))
                        .filter(comment -> Trees.number(comment, "author_id") != requester)
                        .filter(comment -> Trees.number(comment, "id") > 0)
                        .forEach(comments::add);
            }
        }
        Set<Long> staff = new HashSet<>(api.staff(comments.stream()
                .map(comment -> Trees.number(comment, "author_id"))
                .toList()));
        return comments.stream()
                .filter(comment -> staff.contains(Trees.number(comment, "author_id")))
                .map(ZendeskHelpdesk::answer)
                .toList();
    }

    private static AgentAnswer answer(Map<String, Object> comment) {
        List<AgentFile> files = Trees.objects(comment, "attachments").stream()
                .filter(file -> Trees.text(file, "content_url") != null)
                .map(file -> new AgentFile(
                        Trees.textOrEmpty(file, "file_name").isEmpty() ? "file" : Trees.textOrEmpty(file, "file_name"),
                        Trees.textOrEmpty(file, "content_type").matches("[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+")
                                ? Trees.textOrEmpty(file, "content_type")
                                : "application/octet-stream",
                        Trees.textOrEmpty(file, "content_url")))
                .toList();
        return new AgentAnswer(
                String.valueOf(Trees.number(comment, "id")),
                Trees.textOrEmpty(comment, "body"),
                Trees.text(comment, "html_body"),
                files);
    }

    @Override
    public InputStream open(AgentFile file) throws ChannelException {
        return api.calls().open(ZendeskApi.address(file.location()));
    }

    @Override
    public void tell(String ticketId, Standing standing) throws ChannelException {
        if (api.audits(ticketId).stream().anyMatch(audit -> standing.mark().equals(ZendeskApi.mark(audit)))) {
            return;
        }
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("comment", Map.of("body", standing.words(), "public", false));
        change.put("metadata", Map.of(ZendeskApi.MARK, standing.mark()));
        HelpdeskCalls calls = api.calls();
        try {
            calls.written(calls.json(
                    "PUT", "/api/v2/tickets/" + ZendeskApi.segment(ticketId) + ".json", Map.of("ticket", change)));
        } catch (UncertainWriteException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "a note may not have been taken: " + e.getMessage());
        }
    }

    /** The position is a time to start from, or the cursor of the incremental export. */
    @Override
    public Changes changes(String after) throws ChannelException {
        HelpdeskCalls calls = api.calls();
        Map<String, Object> tree = Trees.object(calls.tree(calls.call(
                "GET",
                "/api/v2/incremental/tickets/cursor.json?per_page=100&"
                        + (after.startsWith("start:")
                                ? "start_time=" + after.substring("start:".length())
                                : "cursor=" + ZendeskApi.segment(after.substring("cursor:".length()))),
                null)));
        List<Changed> changed = Trees.objects(tree, "tickets").stream()
                .filter(ticket -> Trees.number(ticket, "id") > 0)
                .map(ticket -> new Changed(
                        String.valueOf(Trees.number(ticket, "id")), Trees.textOrEmpty(ticket, "updated_at")))
                .toList();
        String cursor = Trees.text(tree, "after_cursor");
        String next = cursor == null ? after : "cursor:" + cursor;
        return new Changes(changed, next, !Trees.isTrue(tree, "end_of_stream"));
    }

    /** The export takes no time of the last minute. */
    @Override
    public String position(Instant now) {
        return "start:" + (now.getEpochSecond() - 120);
    }

    @Override
    public ConnectionTest test() {
        return new HelpdeskTest(
                        ZendeskApi.KIND,
                        api.calls().base(),
                        egress,
                        !settings.common().webhookSecrets().isEmpty())
                .ask("token", this::token);
    }

    private String token() throws ChannelException {
        HelpdeskCalls calls = api.calls();
        Map<String, Object> user =
                Trees.object(Trees.object(calls.tree(calls.call("GET", "/api/v2/users/me.json", null))), "user");
        String role = Trees.textOrEmpty(user, "role");
        if (Trees.number(user, "id") < 0 || role.equals("end-user")) {
            // Zendesk answers a wrong token with a user of nobody's.
            throw ChannelException.of(FailureKind.AUTH, "the token is not taken")
                    .withHint("Check api_user and api_token.");
        }
        if (settings.common().polls() && !role.equals("admin")) {
            throw ChannelException.of(FailureKind.AUTH, "the token is an agent's, and polling needs an administrator's")
                    .withHint("Use an administrator's token, or switch polling off with poll: false.");
        }
        return "the token is taken";
    }

    @Override
    public void close() {
        api.close();
    }
}
