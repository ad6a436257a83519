package io.deskwire.testkit.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Postmark's API. */
final class PostmarkFace {

    private static final Pattern STREAM = Pattern.compile("/message-streams/([^/]+)");
    private static final Pattern METADATA = Pattern.compile("(?:^|&)metadata_([^=&]+)=");

    private PostmarkFace() {}

    static Reply server(ReceivedRequest request, PostmarkServer server) {
        String call = request.method() + " " + request.path();
        Matcher stream = STREAM.matcher(request.path());
        if (request.method().equals("GET") && stream.matches()) {
            return stream(stream.group(1), server);
        }
        return switch (call) {
            case "POST /email" -> PostmarkSends.send(request, server);
            case "GET /server" -> Reply.json(200, server.tree());
            case "GET /webhooks" ->
                Reply.json(
                        200,
                        Map.of(
                                "Webhooks",
                                server.hookTrees(
                                        request.parameter("MessageStream").orElse("outbound"))));
            case "GET /messages/outbound" -> search(request, server);
            default -> Reply.text(404, "text/html", "<html><body>Not found</body></html>");
        };
    }

    private static Reply stream(String id, PostmarkServer server) {
        Optional<String> type = server.streamType(id);
        if (type.isEmpty()) {
            return PostmarkSimulator.error(422, 1226, "The message stream for the provided 'ID' was not found.");
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ID", id);
        tree.put("Name", id);
        tree.put("MessageStreamType", type.get());
        tree.put("ArchivedAt", null);
        return Reply.json(200, tree);
    }

    private static Reply search(ReceivedRequest request, PostmarkServer server) {
        boolean paged = request.parameter("count").orElse("").matches("[1-9][0-9]{0,2}")
                && request.parameter("offset").orElse("").matches("[0-9]+");
        String query = String.valueOf(request.uri().getRawQuery());
        Matcher metadata = METADATA.matcher(query);
        String name = metadata.find() ? metadata.group(1) : "";
        if (!paged || (!name.isEmpty() && metadata.find())) {
            return PostmarkSimulator.error(
                    422, 600, "'count' and 'offset' are required; one metadata field at a time.");
        }
        String value = request.parameter("metadata_" + name).orElse("");
        String stream = request.parameter("messagestream").orElse("outbound");
        List<Object> messages = new ArrayList<>();
        for (PostmarkSent sent : server.activity()) {
            boolean wanted = stream.equals(sent.body().getOrDefault("MessageStream", "outbound"))
                    && (name.isEmpty() || value.equals(sent.metadata().get(name)));
            if (wanted) {
                messages.add(listed(sent));
            }
        }
        return Reply.json(200, Map.of("TotalCount", messages.size(), "Messages", messages));
    }

    private static Map<String, Object> listed(PostmarkSent sent) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("MessageID", sent.messageId());
        tree.put("MessageStream", sent.body().getOrDefault("MessageStream", "outbound"));
        tree.put("Recipients", sent.recipients());
        tree.put("ReceivedAt", sent.at().toString());
        tree.put("Subject", sent.body().get("Subject"));
        tree.put("Status", "Sent");
        tree.put("Metadata", sent.metadata());
        return tree;
    }

    static Reply account(ReceivedRequest request, List<PostmarkServer> servers) {
        String path = request.path();
        List<Map<String, Object>> domains =
                servers.stream().map(PostmarkServer::domainTree).toList();
        if (path.equals("/domains")) {
            return Reply.json(200, Map.of("TotalCount", domains.size(), "Domains", domains));
        }
        if (path.equals("/senders")) {
            return Reply.json(200, Map.of("TotalCount", 0, "SenderSignatures", List.of()));
        }
        return domains.stream()
                .filter(domain -> path.equals("/domains/" + domain.get("ID")))
                .findFirst()
                .map(domain -> Reply.json(200, domain))
                .orElseGet(() -> PostmarkSimulator.error(422, 510, "The domain was not found."));
    }

    /** A domain, with which of its records are there. */
    static Map<String, Object> domain(long number, String name, boolean dkim, boolean returnPath) {
        String host = "20250114pm._domainkey." + name;
        String key = "k=rsa;p=AAAA";
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ID", number);
        tree.put("Name", name);
        tree.put("SPFVerified", true);
        tree.put("DKIMVerified", dkim);
        tree.put("WeakDKIM", false);
        tree.put("DKIMHost", dkim ? host : "");
        tree.put("DKIMTextValue", dkim ? key : "");
        tree.put("DKIMPendingHost", dkim ? "" : host);
        tree.put("DKIMPendingTextValue", dkim ? "" : key);
        tree.put("ReturnPathDomain", "pm-bounces." + name);
        tree.put("ReturnPathDomainVerified", returnPath);
        tree.put("ReturnPathDomainCNAMEValue", "pm.mtasv.net");
        return tree;
    }
}
