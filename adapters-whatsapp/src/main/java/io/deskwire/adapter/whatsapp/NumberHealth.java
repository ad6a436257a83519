package io.deskwire.adapter.whatsapp;

import io.deskwire.failure.ChannelException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the provider about the number: whether the credentials are good and the number can be used. */
final class NumberHealth {

    private static final Set<String> GOOD = Set.of("CONNECTED", "UNKNOWN");

    private final ProviderApi api;
    private final NumberId number;

    NumberHealth(ProviderApi api, NumberId number) {
        this.api = api;
        this.number = number;
    }

    /** A harmless call that only good credentials get an answer to. */
    void checkCredentials() throws ChannelException {
        switch (api.settings().flavour()) {
            case META -> {
                String id = api.settings().accountId();
                api.get("/" + ProviderApi.escaped(id == null ? number.require() : id));
            }
            case DIALOG_360 -> api.get("/v1/configs/webhook");
            case TWILIO ->
                api.get("/Accounts/"
                        + ProviderApi.escaped(api.settings().accessToken().reveal()) + "/Messages.json?PageSize=1");
        }
    }

    /**
     * What is wrong with the number, in words for an administrator.
     *
     * @throws ChannelException when it cannot be asked for, or the account does not hold it
     */
    Optional<String> problem() throws ChannelException {
        if (api.settings().flavour() != Flavour.META) {
            return Optional.empty();
        }
        number.require();
        Map<String, Object> facts = number.facts();
        String platform = TemplateTrees.upper(Tree.text(facts, "platform_type"), "CLOUD_API");
        if (!platform.equals("CLOUD_API")) {
            return Optional.of(
                    platform.equals("ON_PREMISE")
                            ? "The number still belongs to the On-Premises API, whose support ended; move it to the Cloud API."
                            : "The number is not registered with the Cloud API; register it with its two-step PIN.");
        }
        String display = Tree.digits(Tree.text(facts, "display_phone_number"));
        if (!display.isEmpty() && !display.equals(Tree.digits(api.settings().displayNumber()))) {
            return Optional.of("phone_number_id belongs to another number than phone_number; correct one of them.");
        }
        String status = TemplateTrees.upper(Tree.text(facts, "status"), "UNKNOWN");
        return GOOD.contains(status) ? Optional.empty() : Optional.of(words(status));
    }

    private static String words(String status) {
        return switch (status) {
            case "PENDING" -> "The number is not registered yet; register it with its two-step PIN.";
            case "FLAGGED" -> "WhatsApp flagged the number because of its quality; see WhatsApp Manager.";
            case "RESTRICTED" -> "The number reached its limit of conversations; see WhatsApp Manager.";
            case "BANNED", "RATE_LIMITED" -> "WhatsApp blocks the number; see WhatsApp Manager.";
            default -> "WhatsApp calls the number " + status.toLowerCase(Locale.ROOT) + "; see WhatsApp Manager.";
        };
    }
}
