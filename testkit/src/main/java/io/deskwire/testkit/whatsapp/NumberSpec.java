package io.deskwire.testkit.whatsapp;

import io.deskwire.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One business number with the credentials of all three faces. {@link #of} makes up every credential from the number's id;
 * the {@code with…} methods give a copy with another one.
 *
 * @param phoneNumberId Meta's technical id, digits
 * @param displayPhoneNumber the number as people write it; compared by its digits
 * @param wabaId the WhatsApp Business Account, owner of the templates; numbers may share it
 * @param flavour the form of the webhooks
 * @param accessTokens bearer tokens of the Graph face, all valid
 * @param appSecret key of {@code X-Hub-Signature-256}
 * @param verifyToken {@code hub.verify_token} of the handshake for {@code webhookUrl}
 * @param webhookUrl where webhooks go until a call of the API overrides it; null: nowhere
 * @param publicWebhookUrl the address that Twilio believes to call and therefore signs; null: {@code webhookUrl}
 * @param dialog360ApiKey {@code D360-API-KEY}
 * @param platformSecret key of {@code x-360dialog-signature}; null: that header is not sent
 * @param accountSid Twilio's account, {@code AC} and 32 hex digits
 * @param authToken Twilio's password and signing key
 */
public record NumberSpec(
        String phoneNumberId,
        String displayPhoneNumber,
        String wabaId,
        Flavour flavour,
        List<Secret> accessTokens,
        Secret appSecret,
        String verifyToken,
        @Nullable URI webhookUrl,
        @Nullable URI publicWebhookUrl,
        Secret dialog360ApiKey,
        @Nullable Secret platformSecret,
        String accountSid,
        Secret authToken) {

    public NumberSpec {
        Objects.requireNonNull(flavour, "flavour");
        accessTokens = List.copyOf(accessTokens);
        if (!phoneNumberId.matches("\\d{1,32}") || !wabaId.matches("\\d{1,32}")) {
            throw new IllegalArgumentException("phoneNumberId and wabaId are digits");
        }
        if (digits(displayPhoneNumber).length() < 7) {
            throw new IllegalArgumentException("displayPhoneNumber is a phone number with its country code");
        }
    }

    /** A number of flavour {@link Flavour#META} with credentials made up from its id. */
    public static NumberSpec of(String phoneNumberId, String displayPhoneNumber, String wabaId) {
        String padded = String.format("%32s", phoneNumberId).replace(' ', '0');
        return new NumberSpec(
                phoneNumberId,
                displayPhoneNumber,
                wabaId,
                Flavour.META,
                List.of(Secret.of("EAAG-" + phoneNumberId)),
                Secret.of("app-secret-" + phoneNumberId),
                "verify-" + phoneNumberId,
                null,
                null,
                Secret.of("d360-key-" + phoneNumberId),
                null,
                "AC" + padded,
                Secret.of("auth-token-" + phoneNumberId));
    }

    /** With another form of webhooks. */
    public NumberSpec withFlavour(Flavour newFlavour) {
        return copy(newFlavour, accessTokens, appSecret, verifyToken, webhookUrl, publicWebhookUrl, platformSecret);
    }

    /** With these bearer tokens, all of them valid. */
    public NumberSpec withAccessTokens(String... tokens) {
        List<Secret> all = java.util.Arrays.stream(tokens).map(Secret::of).toList();
        return copy(flavour, all, appSecret, verifyToken, webhookUrl, publicWebhookUrl, platformSecret);
    }

    /** With another key for {@code X-Hub-Signature-256}. */
    public NumberSpec withAppSecret(String key) {
        return copy(flavour, accessTokens, Secret.of(key), verifyToken, webhookUrl, publicWebhookUrl, platformSecret);
    }

    /** With another token for the handshake. */
    public NumberSpec withVerifyToken(String token) {
        return copy(flavour, accessTokens, appSecret, token, webhookUrl, publicWebhookUrl, platformSecret);
    }

    /** With an address for webhooks; no handshake is made. */
    public NumberSpec withWebhookUrl(String url) {
        return copy(flavour, accessTokens, appSecret, verifyToken, URI.create(url), publicWebhookUrl, platformSecret);
    }

    /** With the address that Twilio signs, when a proxy stands in front of the real one. */
    public NumberSpec withPublicWebhookUrl(String url) {
        return copy(flavour, accessTokens, appSecret, verifyToken, webhookUrl, URI.create(url), platformSecret);
    }

    /** With the key of {@code x-360dialog-signature}, which is sent from now on. */
    public NumberSpec withPlatformSecret(String key) {
        return copy(flavour, accessTokens, appSecret, verifyToken, webhookUrl, publicWebhookUrl, Secret.of(key));
    }

    /** With another key for the 360dialog face. */
    public NumberSpec withDialog360ApiKey(String key) {
        return new NumberSpec(
                phoneNumberId,
                displayPhoneNumber,
                wabaId,
                flavour,
                accessTokens,
                appSecret,
                verifyToken,
                webhookUrl,
                publicWebhookUrl,
                Secret.of(key),
                platformSecret,
                accountSid,
                authToken);
    }

    /** With another Twilio account. */
    public NumberSpec withTwilioAccount(String sid, String token) {
        return new NumberSpec(
                phoneNumberId,
                displayPhoneNumber,
                wabaId,
                flavour,
                accessTokens,
                appSecret,
                verifyToken,
                webhookUrl,
                publicWebhookUrl,
                dialog360ApiKey,
                platformSecret,
                sid,
                Secret.of(token));
    }

    /** The digits of the display number, as they stand in webhooks. */
    public String displayDigits() {
        return digits(displayPhoneNumber);
    }

    static String digits(String phone) {
        return phone.replaceAll("[^0-9]", "");
    }

    private NumberSpec copy(
            Flavour newFlavour,
            List<Secret> tokens,
            Secret newAppSecret,
            String newVerifyToken,
            @Nullable URI url,
            @Nullable URI publicUrl,
            @Nullable Secret newPlatformSecret) {
        return new NumberSpec(
                phoneNumberId,
                displayPhoneNumber,
                wabaId,
                newFlavour,
                tokens,
                newAppSecret,
                newVerifyToken,
                url,
                publicUrl,
                dialog360ApiKey,
                newPlatformSecret,
                accountSid,
                authToken);
    }
}
