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
        account.forEach(domain -> items.addAll(domain.routeTrees()));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("total_count", items.size());
        tree.put("items", items);
        return Reply.json(200, tree);
    }

    static Reply ofDomain(ReceivedRequest request, String version, List<String> rest, MailgunDomain domain) {
        if (rest.isEmpty()) {
            return Reply.json(200, domain.tree());
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
            return Reply.json(200, Map.of("webhooks", domain.webhookTree()));
        }
        return Reply.json(404, Map.of("message", "not found"));
    }

    static Reply events(ReceivedRequest request, MailgunDomain domain) {
        return Reply.json(
                200,
                Map.of("items", domain.events(request.parameter("message-id")), "paging", Map.of("next", "")));
    }
}
