package io.deskwire.app.oauth;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.channel.Consent;
import io.deskwire.channel.Consent.Terms;
import io.deskwire.config.Secret;
import io.deskwire.engine.Channels;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.OAuthTokens.Consented;
import io.deskwire.work.Leases;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects channels' accounts: sends a person to the provider and takes what they come back with. Nothing is stored unless
 * all is well: the state is ours, fresh and unused, the code is good, everything the channel needs was granted, the account
 * is the channel's mailbox, and there is a refresh token.
 */
public final class Consents {

    /** Where providers send the person back to, below the public address. */
    public static final String CALLBACK = "/oauth/callback";

    private static final Logger LOG = LoggerFactory.getLogger(Consents.class);

    /** Nodes' clocks differ; a used state is remembered for longer than it could be used. */
    private static final Duration REMEMBERED = Duration.ofHours(2);

    private static final String BEGIN_AGAIN = "Begin again on the channel's page.";

    private final Channels channels;
    private final Leases leases;
    private final CodeExchange exchange;
    private final Secret key;
    private final Supplier<String> publicUrl;
    private final Clock clock;

    /**
     * @param leases remember for all nodes which states were used
     * @param key the installation's own for this purpose, the same on every node and after a restart
     * @param publicUrl where browsers reach this server, without a slash at its end
     */
    public Consents(
            Channels channels,
            Leases leases,
            CodeExchange exchange,
            Secret key,
            Supplier<String> publicUrl,
            Clock clock) {
        this.channels = channels;
        this.leases = leases;
        this.exchange = exchange;
        this.key = key;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** A channel that was connected. */
    public record Connected(String tenantId, String channelId) {}

    /**
     * What the provider sent the person back with; each is null when it is absent.
     *
     * @param description the provider's own words about an error; anybody may have written them
     */
    public record Answer(
            @Nullable String state,
            @Nullable String code,
            @Nullable String error,
            @Nullable String description) {}

    /**
     * Where to send the person's browser.
     *
     * @throws ConsentRefusal when there is no such channel, or none that is connected this way
     */
    public URI start(String tenantId, String channelId) throws ConsentRefusal {
        Terms terms = consent(tenantId, channelId).terms();
        ConsentState state = ConsentState.begin(tenantId, channelId, clock.instant());
        Map<String, String> query = new LinkedHashMap<>(terms.parameters());
        query.put("response_type", "code");
        query.put("client_id", terms.clientId());
        query.put("redirect_uri", redirectUri().toString());
        if (!terms.scopes().isEmpty()) {
            query.put("scope", String.join(" ", terms.scopes()));
        }
        query.put("state", state.sign(key));
        query.put("code_challenge", state.challenge(key));
        query.put("code_challenge_method", "S256");
        String address = terms.authorizeUrl().toString();
        LOG.info("channel {}/{}: connecting its account begins", tenantId, channelId);
        return URI.create(address + (address.indexOf('?') < 0 ? "?" : "&") + encoded(query));
    }

    /** What has to be registered with the provider. */
    public URI redirectUri() {
        return URI.create(publicUrl.get() + CALLBACK);
    }

    /**
     * Ends what {@link #start} began.
     *
     * @throws ConsentRefusal when the account is not connected; nothing was stored
     */
    public Connected finish(Answer answer) throws ConsentRefusal {
        Instant now = clock.instant();
        ConsentState state = ConsentState.open(key, answer.state() == null ? "" : answer.state(), now)
                .orElseThrow(() -> unusable("is not one of ours, or it is older than 15 minutes"));
        if (!leases.acquire(
                state.tenantId(),
                "consent:" + state.nonce(),
                UUID.randomUUID().toString(),
                now,
                now.plus(REMEMBERED))) {
            throw unusable("was used already");
        }
        try {
            return connected(state, answer);
        } catch (ConsentRefusal e) {
            LOG.warn(
                    "channel {}/{}: its account was not connected: {}", state.tenantId(), state.channelId(), e.title());
            throw e;
        }
    }

    private Connected connected(ConsentState state, Answer answer) throws ConsentRefusal {
        String tenantId = state.tenantId();
        String channelId = state.channelId();
        if (answer.error() != null) {
            throw refusal(
                    state, 403, "The provider did not agree", ProviderWords.of(answer.error(), answer.description()));
        }
        if (answer.code() == null) {
            throw refusal(state, 400, "The provider sent no code", BEGIN_AGAIN);
        }
        Consent consent = consent(tenantId, channelId);
        Terms terms = consent.terms();
        Consented consented = exchanged(state, terms, Secret.of(answer.code()));
        requireScopes(state, consent, consented);
        requireAccount(state, consent, consented);
        Secret refreshToken = consented.refreshToken();
        if (refreshToken == null) {
            throw refusal(
                    state,
                    403,
                    "The provider gave no lasting access",
                    "Its answer has no refresh token. Remove this app from the account's list of connected apps at the"
                            + " provider, check that the scopes ask for offline access, and connect the account again.");
        }
        if (!channels.connect(tenantId, channelId, terms, refreshToken)) {
            throw refusal(
                    state,
                    409,
                    "The channel was changed meanwhile",
                    "What was asked of the provider no longer fits it. " + BEGIN_AGAIN);
        }
        LOG.info("channel {}/{}: its account was connected", tenantId, channelId);
        return new Connected(tenantId, channelId);
    }

    private Consented exchanged(ConsentState state, Terms terms, Secret code) throws ConsentRefusal {
        Grant client = new Grant(
                state.tenantId(),
                state.channelId(),
                terms.tokenUrl(),
                terms.clientId(),
                terms.clientSecret(),
                null,
                null);
        try {
            return exchange.exchange(client, code, redirectUri(), state.verifier(key));
        } catch (ChannelException e) {
            throw refusal(state, 502, "The provider did not take the code", words(e) + " " + BEGIN_AGAIN);
        }
    }

    private static void requireScopes(ConsentState state, Consent consent, Consented consented) throws ConsentRefusal {
        String scope = consented.scope();
        List<String> granted = scope == null
                ? consent.terms().scopes()
                : Arrays.stream(scope.split(" ")).filter(s -> !s.isBlank()).toList();
        List<String> missing = consent.missing(granted);
        if (!missing.isEmpty()) {
            throw refusal(
                    state,
                    403,
                    "Not everything was allowed",
                    "The channel cannot work without: " + String.join(", ", missing)
                            + ". Connect the account again and leave everything ticked.");
        }
    }

    private static void requireAccount(ConsentState state, Consent consent, Consented consented) throws ConsentRefusal {
        String expected = consent.terms().expectedAccount();
        String account;
        try {
            account = consent.account(consented.accessToken());
        } catch (ChannelException e) {
            boolean refused = e.kind() == FailureKind.AUTH;
            throw refusal(
                    state,
                    refused ? 403 : 502,
                    refused ? "The account does not open this channel's mailbox" : "The account could not be checked",
                    words(e) + (refused && expected != null ? " This channel is for " + expected + "." : ""));
        }
        if (expected != null && !expected.equalsIgnoreCase(account)) {
            throw refusal(
                    state,
                    403,
                    "That was another account",
                    "You signed in as " + account + ", but this channel is for " + expected
                            + ". Connect again and choose that account, or sign out at the provider first.");
        }
    }

    private Consent consent(String tenantId, String channelId) throws ConsentRefusal {
        Optional<Consent> consent = channels.consent(tenantId, channelId);
        if (consent.isPresent()) {
            return consent.get();
        }
        Channels.View view = channels.find(tenantId, channelId)
                .orElseThrow(
                        () -> new ConsentRefusal(404, "Not found", "There is no channel " + channelId + ".", tenantId));
        throw new ConsentRefusal(
                409,
                "This channel is not connected by a consent",
                view.problems().isEmpty()
                        ? "It signs in another way: see its auth or auth_mode."
                        : "Its configuration has problems: " + view.problems().get(0) + ".",
                tenantId);
    }

    private static ConsentRefusal unusable(String why) {
        LOG.warn("a consent came back that was not taken: its state {}", why);
        return new ConsentRefusal(400, "This link cannot be used", "Its state " + why + ". " + BEGIN_AGAIN, null);
    }

    private static ConsentRefusal refusal(ConsentState state, int status, String title, String text) {
        return new ConsentRefusal(status, title, text, state.tenantId());
    }

    private static String words(ChannelException e) {
        return sentence(String.valueOf(e.getMessage()))
                + e.hint().map(hint -> " " + hint).orElse("");
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(p -> p.getKey() + "="
                        + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .collect(Collectors.joining("&"));
    }
}
