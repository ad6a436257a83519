package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the account says about itself: the domain's state, its DNS records, where mail and events are sent. Changes nothing. */
final class AccountLook {

    private static final Pattern FORWARD = Pattern.compile("\\s*forward\\(\\s*[\"']([^\"']+)[\"']\\s*\\)\\s*");
    private static final List<String> NEEDED = List.of("delivered", "permanent_fail", "complained");

    private final MailgunApi api;

    AccountLook(MailgunApi api) {
        this.api = api;
    }

    /** One part of the account that was looked at: what is wrong with it, or nothing. */
    record Finding(List<String> problems) {
        Finding {
            problems = List.copyOf(problems);
        }
    }

    /**
     * The domain and its DNS records.
     *
     * @return empty when the key may not look, as one that is for sending only
     */
    Optional<Finding> domain() throws ChannelException {
        Optional<Map<String, Object>> told =
                told(api.uri("/v4/domains/" + api.settings().domain()));
        if (told.isEmpty()) {
            return Optional.empty();
        }
        List<String> problems = new ArrayList<>();
        String state = Tree.word(Tree.object(told.get(), "domain"), "state");
        if (state != null && !state.toLowerCase(Locale.ROOT).equals("active")) {
            problems.add("Mailgun calls the domain " + api.settings().domain() + " " + word(state) + ".");
        }
        missing(told.get(), "sending_dns_records", problems);
        missing(told.get(), "receiving_dns_records", problems);
        return Optional.of(new Finding(problems));
    }

    private static void missing(Map<String, Object> told, String list, List<String> problems) {
        for (Object each : Tree.list(told, list)) {
            Map<String, Object> record = Tree.object(each);
            String valid = Tree.word(record, "valid");
            String type = Tree.word(record, "record_type");
            // The record for tracked links is missing where nobody tracks.
            if (valid == null || valid.equalsIgnoreCase("valid") || "CNAME".equalsIgnoreCase(type)) {
                continue;
            }
            String name = Tree.word(record, "name");
            String priority = Tree.word(record, "priority");
            problems.add("The DNS record " + word(type) + (name == null ? "" : " of " + word(name))
                    + " is missing or wrong; it should be " + (priority == null ? "" : word(priority) + " ")
                    + word(Tree.word(record, "value")) + ".");
        }
    }

    /** Whether a route brings mail to us; nothing is said where the document does not tell our address. */
    Optional<Finding> routes() throws ChannelException {
        Optional<Map<String, Object>> told = told(api.uri("/v3/routes?limit=1000"));
        if (told.isEmpty()) {
            return Optional.empty();
        }
        boolean stored = false;
        for (Object each : Tree.list(told.get(), "items")) {
            for (Object action : Tree.list(Tree.object(each), "actions")) {
                String text = String.valueOf(action);
                var forward = FORWARD.matcher(text);
                if (forward.matches() && isOurs(forward.group(1))) {
                    return Optional.of(new Finding(List.of()));
                }
                stored |= text.strip().startsWith("store(") && text.contains(ours());
            }
        }
        return Optional.of(new Finding(List.of(
                stored
                        ? "The route to webhook_url stores mail instead of forwarding it, so that files do not come;"
                                + " change its action to forward(\"" + ours() + "/mime\")."
                        : "No route forwards mail to webhook_url; add one with the action forward(\"" + ours()
                                + "/mime\").")));
    }

    /** Whether events come to us. */
    Optional<Finding> webhooks() throws ChannelException {
        Optional<Map<String, Object>> told =
                told(api.uri("/v3/domains/" + api.settings().domain() + "/webhooks"));
        if (told.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> webhooks = Tree.object(told.get(), "webhooks");
        List<String> missing = new ArrayList<>();
        for (String id : NEEDED) {
            Map<String, Object> webhook = Tree.object(webhooks, id);
            List<Object> urls = new ArrayList<>(Tree.list(webhook, "urls"));
            urls.addAll(Tree.list(webhook, "url"));
            if (urls.stream().noneMatch(url -> isOurs(String.valueOf(url)))) {
                missing.add(id);
            }
        }
        return Optional.of(new Finding(
                missing.isEmpty()
                        ? List.of()
                        : List.of("Mailgun does not send these events to webhook_url: " + String.join(", ", missing)
                                + "; without them nobody learns what became of an answer.")));
    }

    private Optional<Map<String, Object>> told(URI uri) throws ChannelException {
        HttpAnswer answer = api.look(uri);
        if (answer.status() == 401 || answer.status() == 403) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw api.calls().refused(answer);
        }
        return Optional.of(ProviderCalls.object(answer));
    }

    private String ours() {
        URI url = api.settings().webhookUrl();
        return url == null ? "" : url.toString().replaceAll("(/mime)?/*$", "");
    }

    private boolean isOurs(String url) {
        return url.replaceAll("(/mime)?/*$", "").equals(ours());
    }

    private static String word(@Nullable String said) {
        return said == null ? "" : ProviderCalls.shortened(said);
    }

    /** The failure of a look that was refused altogether. */
    static ChannelException noAccess() {
        return ChannelException.of(FailureKind.AUTH, "Mailgun does not take the key")
                .withHint("Check api_key and region. A domain sending key can send, and look at nothing.");
    }
}
