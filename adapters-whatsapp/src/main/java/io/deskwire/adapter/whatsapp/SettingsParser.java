package io.deskwire.adapter.whatsapp;

import io.deskwire.adapter.whatsapp.WhatsAppSettings.FallbackTemplate;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.config.SettingsReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the document of a WhatsApp channel and finds everything that is wrong with it. */
final class SettingsParser {

    static final Set<String> SECRETS = Set.of("api_key", "api_secret", "webhook_verify_token");

    private static final String DEFAULT_VERSION = "v25.0";
    private static final String DEFAULT_LANGUAGE = "en";
    private static final Pattern VERSION = Pattern.compile("v[0-9]{1,3}\\.[0-9]{1,2}");
    // Ids stand in paths of calls.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{5,15}");
    private static final Pattern NUMBER_DECORATION = Pattern.compile("[\\s().\\u00A0-]");
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final int HOURS_OF_A_WEEK = 168;
    private static final int HOURS_OF_TEN_YEARS = 87_600;

    private final ChannelConfig config;
    private final SettingsReader reader;

    private SettingsParser(ChannelConfig config) {
        this.config = config;
        this.reader = new SettingsReader(config.config(), "config");
    }

    static List<ConfigProblem> check(ChannelConfig config) {
        SettingsParser parser = new SettingsParser(config);
        parser.read();
        return parser.reader.problems();
    }

    /**
     * @throws IllegalArgumentException when there are problems
     */
    static WhatsAppSettings parse(ChannelConfig config) {
        SettingsParser parser = new SettingsParser(config);
        WhatsAppSettings settings = parser.read();
        if (!parser.reader.problems().isEmpty()) {
            throw new IllegalArgumentException("the document has problems: " + parser.reader.problems());
        }
        return settings;
    }

    private WhatsAppSettings read() {
        settingsOfTheCore();
        Flavour flavour = flavour();
        boolean observe = reader.choice("verification", "enforce", Set.of("enforce", "observe"))
                .equals("observe");
        String phoneNumberId = id("phone_number_id");
        String accountId = id("business_account_id");
        if (flavour == Flavour.META && phoneNumberId == null && accountId == null) {
            reader.problem("business_account_id", "is required, unless phone_number_id is given");
        }
        if (flavour == Flavour.TWILIO && phoneNumberId != null) {
            reader.problem("phone_number_id", "is not for the flavour twilio, which knows the number alone");
        }
        Secret key = key(flavour);
        List<Secret> appSecrets = filled("api_secret");
        List<Secret> verifyTokens = filled("webhook_verify_token");
        URI webhookUrl = reader.httpUri("webhook_url");
        requireProof(flavour, observe, appSecrets, verifyTokens, webhookUrl);
        return new WhatsAppSettings(
                config.tenantId(),
                config.channelId(),
                flavour,
                number(),
                phoneNumberId,
                accountId,
                apiBase(flavour),
                key,
                appSecrets,
                verifyTokens,
                webhookUrl,
                observe,
                mediaHosts(),
                reader.bool("quote_replies", true),
                fallback());
    }

    /** Read by the core's use cases; checked here so that a wrong one is reported with the others. */
    private void settingsOfTheCore() {
        reader.integer("conversation_quiet_hours", HOURS_OF_A_WEEK, 0, HOURS_OF_TEN_YEARS);
        reader.choice("closed_tickets", "reopen", Set.of("reopen", "new"));
        reader.bool("ticket_creation_enabled", true);
        reader.bool("notifications_enabled", false);
        TemplateMessages.check(config.config().get("template_messages"), reader);
    }

    private Flavour flavour() {
        String word = reader.choice("flavour", "meta", Set.of("meta", "360dialog", "twilio", "on_premises"));
        if (word.equals("on_premises")) {
            reader.problem(
                    "flavour",
                    "on_premises cannot be used any more: Meta ended its support in October 2025; move the number to"
                            + " the Cloud API and use meta, 360dialog or twilio");
        }
        return switch (word) {
            case "360dialog" -> Flavour.DIALOG_360;
            case "twilio" -> Flavour.TWILIO;
            default -> Flavour.META;
        };
    }

    private String number() {
        int before = reader.problems().size();
        String text = reader.requiredText("phone_number");
        String plain = text.regionMatches(true, 0, "whatsapp:", 0, 9) ? text.substring(9) : text;
        plain = NUMBER_DECORATION.matcher(plain).replaceAll("");
        if (!NUMBER.matcher(plain).matches() || plain.startsWith("00")) {
            if (reader.problems().size() == before) {
                reader.problem("phone_number", "must be a phone number with its country code, such as +15550783881");
            }
            return "+0";
        }
        return plain.startsWith("+") ? plain : "+" + plain;
    }

    private @Nullable String id(String field) {
        // Hand-written documents often hold long ids as numbers.
        Object value = config.config().get(field);
        String text = value instanceof Long number ? Long.toString(number) : reader.text(field, null);
        if (text == null || ID.matcher(text).matches()) {
            return text;
        }
        reader.problem(field, "must be an id made of letters, digits, dot, dash and underscore");
        return null;
    }

    private Secret key(Flavour flavour) {
        Secret key = reader.requiredSecret("api_key");
        String text = key.reveal();
        if (reader.has("api_key") && text.isBlank()) {
            reader.problem("api_key", "must not be empty");
        } else if (text.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            reader.problem("api_key", "must not contain white space or letters beyond ASCII");
        } else if (flavour == Flavour.TWILIO
                && !text.isEmpty()
                && !ID.matcher(text).matches()) {
            reader.problem("api_key", "must be the account's SID, which begins with AC");
        }
        return key;
    }

    /** An empty secret would prove everything to everybody. */
    private List<Secret> filled(String field) {
        List<Secret> secrets = reader.secrets(field);
        if (secrets.stream().anyMatch(secret -> secret.reveal().isBlank())) {
            reader.problem(field, "must not be empty");
            return List.of();
        }
        return secrets;
    }

    private void requireProof(
            Flavour flavour,
            boolean observe,
            List<Secret> appSecrets,
            List<Secret> verifyTokens,
            @Nullable URI webhookUrl) {
        switch (flavour) {
            case META -> {
                if (appSecrets.isEmpty() && !observe) {
                    reader.problem(
                            "api_secret", "is required: without the app's secret no webhook can be proven genuine");
                }
            }
            case DIALOG_360 -> {
                if (appSecrets.isEmpty() && verifyTokens.isEmpty() && !observe) {
                    reader.problem(
                            "webhook_verify_token",
                            "is required: 360dialog is told to send it as the header X-Webhook-Token, and nothing else"
                                    + " proves a webhook; or give the partner's platform secret as api_secret");
                }
            }
            case TWILIO -> {
                if (appSecrets.isEmpty()) {
                    reader.problem("api_secret", "is required: the account's auth token signs in and proves webhooks");
                }
                if (webhookUrl == null && !reader.has("webhook_url") && !observe) {
                    reader.problem(
                            "webhook_url",
                            "is required: Twilio's signature covers the address exactly as Twilio was given it");
                }
            }
        }
    }

    private URI apiBase(Flavour flavour) {
        String version = reader.text("api_version", null);
        if (version != null && flavour != Flavour.META) {
            reader.problem("api_version", "is for the flavour meta");
        } else if (version != null && !VERSION.matcher(version).matches()) {
            reader.problem("api_version", "must look like " + DEFAULT_VERSION);
            version = null;
        }
        URI given = reader.httpUri("api_base_url");
        if (given != null) {
            if (given.getRawQuery() != null || given.getRawFragment() != null || given.getRawUserInfo() != null) {
                reader.problem("api_base_url", "must be a plain prefix, without user, query and fragment");
            }
            return URI.create(given.toString().replaceAll("/+$", ""));
        }
        return URI.create(
                switch (flavour) {
                    case META -> "https://graph.facebook.com/" + (version == null ? DEFAULT_VERSION : version);
                    case DIALOG_360 -> "https://waba-v2.360dialog.io";
                    case TWILIO -> "https://api.twilio.com/2010-04-01";
                });
    }

    private List<String> mediaHosts() {
        Object value = config.config().get("media_hosts");
        if (value == null) {
            return List.of();
        }
        List<String> hosts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object entry : list) {
                String host = entry instanceof String text ? text.strip().toLowerCase(Locale.ROOT) : "";
                if (!HOST.matcher(host).matches()) {
                    reader.problem("media_hosts", "every entry must be the name of a host, such as media.example.com");
                } else {
                    hosts.add(host);
                }
            }
        } else {
            reader.problem("media_hosts", "must be an array of names of hosts");
        }
        return hosts;
    }

    private @Nullable FallbackTemplate fallback() {
        Object value = config.config().get("window_fallback_template");
        if (value == null) {
            return null;
        }
        if (value instanceof String name && !name.isBlank()) {
            String language = TemplateMessages.languageOf(config.config().get("template_messages"), name.strip());
            return new FallbackTemplate(name.strip(), language == null ? DEFAULT_LANGUAGE : language);
        }
        if (value instanceof Map<?, ?> map
                && map.get("name") instanceof String name
                && !name.isBlank()
                && (map.get("language") == null || (map.get("language") instanceof String text && !text.isBlank()))) {
            String language = map.get("language") instanceof String text ? text.strip() : DEFAULT_LANGUAGE;
            return new FallbackTemplate(name.strip(), language);
        }
        reader.problem("window_fallback_template", "must be a template's name, or an object with name and language");
        return null;
    }
}
