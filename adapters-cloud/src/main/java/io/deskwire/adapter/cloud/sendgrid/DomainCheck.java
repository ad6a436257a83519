package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.ChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the sender's domain is authenticated, and which DNS records it lacks. */
final class DomainCheck {

    private final SendGridApi api;

    DomainCheck(SendGridApi api) {
        this.api = api;
    }

    Finding look() throws ChannelException {
        String domain = WebhookKeys.domain(api.settings().addresses().get(0));
        List<Map<String, Object>> entries = api.domains().stream()
                .filter(entry -> covers(Tree.word(entry, "domain"), domain))
                .toList();
        if (entries.isEmpty()) {
            return Finding.bad(
                    "The domain " + domain + " is not authenticated at SendGrid.",
                    "Authenticate it under Settings, Sender Authentication; mail in its name is otherwise refused or taken for"
                            + " forged.");
        }
        if (entries.stream().anyMatch(entry -> Tree.isTrue(entry, "valid"))) {
            return Finding.good("The domain " + domain + " is authenticated.");
        }
        List<String> missing = missing(Tree.object(entries.get(0), "dns"));
        return Finding.bad(
                "The domain " + domain + " is not authenticated yet."
                        + (missing.isEmpty() ? "" : " SendGrid does not find " + String.join("; ", missing) + "."),
                "Create the DNS records and let SendGrid verify the domain.");
    }

    private static boolean covers(@Nullable String entry, String domain) {
        String lower = entry == null ? "" : entry.toLowerCase(Locale.ROOT);
        return !lower.isEmpty() && (domain.equals(lower) || domain.endsWith("." + lower));
    }

    private static List<String> missing(Map<String, Object> records) {
        List<String> missing = new ArrayList<>();
        records.forEach((name, value) -> {
            Map<String, Object> record = Tree.object(value);
            String host = Tree.word(record, "host");
            String data = Tree.word(record, "data");
            if (host != null && data != null && !Tree.isTrue(record, "valid")) {
                String type = Tree.word(record, "type");
                String word = type == null ? "CNAME" : type.toUpperCase(Locale.ROOT);
                missing.add("the DNS record " + host + " " + word + " " + data);
            }
        });
        return missing;
    }
}
