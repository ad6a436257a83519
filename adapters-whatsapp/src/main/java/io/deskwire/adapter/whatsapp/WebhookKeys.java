package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Names by which a request to an address of several channels finds its channel: {@code id:} and Meta's id of the number,
 * {@code number:} and its digits, {@code account:} and the account's id. Read from bytes that nobody has proven yet, so
 * nothing is parsed: the bytes are looked through once.
 */
final class WebhookKeys {

    /** More than Meta sends, and than the app takes. */
    private static final int MOST_BYTES = 8 << 20;

    private static final int MOST_KEYS = 100;
    /** Body, its array of entries, an entry. */
    private static final int IN_ENTRY = 3;

    private WebhookKeys() {}

    static Set<String> of(WhatsAppSettings settings) {
        Set<String> keys = new LinkedHashSet<>();
        if (settings.phoneNumberId() != null) {
            keys.add("id:" + settings.phoneNumberId());
        }
        keys.add("number:" + Tree.digits(settings.displayNumber()));
        if (settings.flavour() == Flavour.TWILIO) {
            keys.add("account:" + settings.accessToken().reveal());
        } else if (settings.accountId() != null) {
            keys.add("account:" + settings.accountId());
        }
        return keys;
    }

    static Set<String> in(WebhookRequest request) throws IOException {
        byte[] body;
        try (InputStream stream = request.body().open()) {
            body = stream.readNBytes(MOST_BYTES);
        }
        return TwilioProof.isForm(request) ? inForm(Form.parse(body)) : inJson(body);
    }

    private static Set<String> inForm(Form form) {
        Set<String> keys = new LinkedHashSet<>();
        for (String name : List.of("To", "From")) {
            String digits = Tree.digits(form.text(name));
            if (!digits.isEmpty()) {
                keys.add("number:" + digits);
            }
        }
        String account = form.text("AccountSid");
        if (keys.isEmpty() && account != null) {
            keys.add("account:" + account);
        }
        return keys;
    }

    /**
     * The account counts only where a change names no number: otherwise every other number of the account would be handed
     * what is not for it.
     */
    private static Set<String> inJson(byte[] body) {
        Set<String> keys = new LinkedHashSet<>();
        Set<String> accounts = new LinkedHashSet<>();
        int[] changes = new int[1];
        NameScan.over(body, (name, depth, value) -> {
            if (name.equals("field")) {
                changes[0]++;
            }
            if (value.isEmpty() || keys.size() >= MOST_KEYS || accounts.size() >= MOST_KEYS) {
                return;
            }
            switch (name) {
                case "phone_number_id" -> {
                    changes[0]--;
                    keys.add("id:" + value);
                }
                case "display_phone_number" -> keys.add("number:" + Tree.digits(value));
                case "id" -> {
                    if (depth == IN_ENTRY) {
                        accounts.add("account:" + value);
                    }
                }
                default -> {
                    // Says nothing about the channel.
                }
            }
        });
        if (changes[0] > 0 || keys.isEmpty()) {
            keys.addAll(accounts);
        }
        return keys;
    }
}
