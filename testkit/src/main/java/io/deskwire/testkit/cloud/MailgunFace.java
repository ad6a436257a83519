package io.deskwire.testkit.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Mailgun tells about an account. */
final class MailgunFace {

    private MailgunFace() {}

    static Reply routes(ReceivedRequest request, List<MailgunDomain> account) {
        if (request.method().equals("POST")) {
            Map<String, List<String>> form = ReceivedRequest.parameters(request.text());
            String action = String.join("", form.getOrDefault("action", List.of()));
            if (!action.startsWith("forward(\"") || !form.containsKey("expression")) {
                return Reply.json(400, Map.of("message", "Missing mandatory parameter: expression or action"));
            }
            account.get(0).addRoute(form.get("expression").get(0), action.substring(9, action.lastIndexOf('"')));
            return Reply.json(200, Map.of("message", "Route has been created"));
        }
        List<Object> items = new ArrayList<>();
        for (MailgunDomain domain : account) {
            for (String action : domain.routeActions()) {
                items.add(Map.of(
                        "id", "route-" + items.size(), "priority", 0, "description", "", "actions", List.of(action)));
            }
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("total_count", items.size());
        tree.put("items", items);
        return Reply.json(200, tree);
    }

    static Reply ofDomain(ReceivedRequest request, String version, List<String> rest, MailgunDomain domain) {
        if (rest.isEmpty()) {
            return Reply.json(200, tree(domain));
        }
        if (version.equals("v3") && rest.equals(List.of("webhooks"))) {
            if (request.method().equals("POST")) {
                Map<String, List<String>> form = ReceivedRequest.parameters(request.text());
                if (!form.containsKey("id") || !form.containsKey("url")) {
                    return Reply.json(400, Map.of("message", "Missing mandatory parameter: id or url"));
                }
                form.get("url").forEach(url -> domain.addWebhook(form.get("id").get(0), url));
                return Reply.json(200, Map.of("message", "Webhook has been created"));
            }
            Map<String, Object> webhooks = new LinkedHashMap<>();
            domain.webhooks().forEach((kind, urls) -> webhooks.put(kind, Map.of("urls", urls)));
            return Reply.json(200, Map.of("webhooks", webhooks));
        }
        return Reply.json(404, Map.of("message", "not found"));
    }

    static Reply events(ReceivedRequest request, MailgunDomain domain) {
        return Reply.json(
                200,
                Map.of(
                        "items",
                        domain.events(request.parameter("message-id").orElse(null)),
                        "paging",
                        Map.of("next", "")));
    }

    private static Map<String, Object> tree(MailgunDomain domain) {
        String valid = domain.hasDns() ? "valid" : "unknown";
        boolean eu = domain.region() == MailgunSimulator.Region.EU;
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("domain", Map.of("name", domain.name(), "state", domain.state(), "spam_action", "tag"));
        tree.put(
                "receiving_dns_records",
                List.of(Map.of(
                        "record_type",
                        "MX",
                        "valid",
                        valid,
                        "priority",
                        "10",
                        "value",
                        eu ? "mxa.eu.mailgun.org" : "mxa.mailgun.org")));
        tree.put(
                "sending_dns_records",
                List.of(
                        record("TXT", valid, domain.name(), "v=spf1 include:mailgun.org ~all"),
                        record("CNAME", "unknown", "email." + domain.name(), "mailgun.org")));
        return tree;
    }

    private static Map<String, Object> record(String type, String valid, String name, String value) {
        return Map.of("record_type", type, "valid", valid, "name", name, "value", value);
    }
}
