package io.deskwire.app.http;

import io.deskwire.intake.RuleDryRun;
import io.deskwire.json.ApiJson;
import io.deskwire.json.DomainJson;
import io.deskwire.message.Address;
import io.deskwire.message.InboundMessage;
import io.deskwire.rules.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rules would do with a stored message, as the API and the command line show it. */
public final class RuleTrialJson {

    private RuleTrialJson() {}

    /** {@code message_id}, {@code received_at}, {@code from}, {@code subject}, {@code before}, {@code after}, {@code changed}. */
    public static Map<String, @Nullable Object> tree(RuleDryRun.Trial trial) {
        InboundMessage message = trial.message().message();
        Address from = message.from();
        Verdict after = trial.after();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("message_id", message.id());
        tree.put("received_at", message.receivedAt().toString());
        tree.put("from", from == null ? null : ApiJson.address(from));
        tree.put("subject", message.subject());
        tree.put("before", DomainJson.toTree(trial.before()));
        tree.put("after", after == null ? null : DomainJson.toTree(after));
        tree.put("changed", trial.changed());
        return tree;
    }
}
