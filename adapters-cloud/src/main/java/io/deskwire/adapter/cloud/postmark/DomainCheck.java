package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.ChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether mail may be sent in the address's name, and which DNS records its domain lacks. */
final class DomainCheck {

    private static final String ADD =
            "Add the domain under Sender Signatures at Postmark; mail in its name is refused until then.";

    private final PostmarkApi api;

    DomainCheck(PostmarkApi api) {
        this.api = api;
    }

    Finding look() throws ChannelException {
        if (api.settings().accountApiKey() == null) {
            return Finding.good("Not looked at: a server token may not read about domains; give the account token as"
                    + " account_api_key.");
        }
        String address = api.settings().addresses().get(0);
        String name = Mailboxes.domain(address);
        Optional<Map<String, Object>> listed = api.domains().stream()
                .filter(domain -> name.equalsIgnoreCase(Tree.word(domain, "Name")))
                .findFirst();
        String id = listed.map(domain -> Tree.word(domain, "ID")).orElse(null);
        if (listed.isEmpty() || id == null) {
            return signature(address);
        }
        Map<String, Object> domain = api.domain(id);
        List<String> missing = new ArrayList<>();
        if (!Tree.isTrue(domain, "DKIMVerified")) {
            missing.add(record(
                    "DKIM",
                    Tree.firstText(domain, "DKIMPendingHost", "DKIMHost"),
                    "TXT",
                    Tree.firstText(domain, "DKIMPendingTextValue", "DKIMTextValue")));
        }
        if (!Tree.isTrue(domain, "ReturnPathDomainVerified")) {
            String host = Tree.word(domain, "ReturnPathDomain");
            String value = Tree.word(domain, "ReturnPathDomainCNAMEValue");
            missing.add(record(
                    "Return-Path",
                    host == null ? "pm-bounces." + name : host,
                    "CNAME",
                    value == null ? "pm.mtasv.net" : value));
        }
        return missing.isEmpty()
                ? Finding.good("The domain " + name + " is verified: DKIM and Return-Path.")
                : Finding.bad(
                        "The domain " + name + " is not verified. Postmark does not find " + String.join("; ", missing)
                                + ".",
                        "Create the DNS records and let Postmark verify the domain.");
    }

    private static String record(String what, @Nullable String host, String type, @Nullable String value) {
        return host == null || value == null
                ? "its record for " + what
                : "the DNS record for " + what + ", " + host + " " + type + " " + value;
    }

    /** A single address may send without its domain, but is taken for forged more easily. */
    private Finding signature(String address) throws ChannelException {
        Optional<Map<String, Object>> signature = api.signatures().stream()
                .filter(entry -> address.equals(lower(Tree.word(entry, "EmailAddress"))))
                .findFirst();
        if (signature.isEmpty()) {
            return Finding.bad(
                    "Neither the domain " + Mailboxes.domain(address)
                            + " nor the sender's address is known at Postmark.",
                    ADD);
        }
        return Tree.isTrue(signature.get(), "Confirmed")
                ? Finding.good("The sender's address is confirmed; its domain is not added, so DKIM was not looked at.")
                : Finding.bad(
                        "The sender signature is not confirmed.",
                        "Follow the link that Postmark sent to the sender's address.");
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
