package io.deskwire.testkit.gmail;

import io.deskwire.config.Secret;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Gmail, Google's OAuth and Pub/Sub on a free port of 127.0.0.1.
 *
 * <pre>{@code
 * try (var gmail = GmailSimulator.start(clock)) {
 *     var client = gmail.addClient("123-abc.apps.googleusercontent.com", "client-secret");
 *     var mailbox = gmail.addMailbox("support@acme.example");
 *     String refreshToken = mailbox.refreshToken(client);
 *     var topic = gmail.addTopic("projects/" + client.project() + "/topics/gmail-inbound");
 *     topic.subscribe("push", URI.create(hook), hook, "push@acme.iam.gserviceaccount.com");
 *     String id = mailbox.receive(mail);
 *     // … the program under test works through gmail.apiBaseUrl() and gmail.tokenUrl() …
 *     var sent = mailbox.sent().get(0);
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class GmailSimulator implements AutoCloseable {

    /** The project that clients and service accounts belong to when none is named. */
    public static final String PROJECT = "acme-helpdesk";

    private final Clock clock;
    private final GoogleKeys keys = new GoogleKeys();
    private final GoogleGrants grants;
    private final GoogleConsentFace consents;
    private final GoogleTokenFace tokens;
    private final GmailFace gmail;
    private final PubSubTopics topics = new PubSubTopics();
    private final Map<String, GoogleClient> clients = new ConcurrentHashMap<>();
    private final Map<String, GoogleServiceAccount> accounts = new ConcurrentHashMap<>();
    private final Map<String, GmailMailbox> mailboxes = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong(0x18f8_5d2e_b6ad_b232L);
    private final GoogleListener listener;
    private final ExecutorService pusher = Executors.newSingleThreadExecutor(job -> {
        Thread thread = new Thread(job, "gmail-simulator-push");
        thread.setDaemon(true);
        return thread;
    });

    private GmailSimulator(Clock clock, int port) {
        this.clock = clock;
        this.grants = new GoogleGrants(clock);
        this.consents = new GoogleConsentFace(grants, clients);
        this.listener = GoogleListener.start(port, this::answer, this::quota);
        GoogleAssertions assertions =
                new GoogleAssertions(clock, accounts, email -> find(email).isPresent(), tokenUrl());
        this.tokens = new GoogleTokenFace(grants, consents, clients, assertions);
        GmailUploads uploads = new GmailUploads(listener::baseUrl);
        this.gmail =
                new GmailFace(grants, this::find, new GmailSendFace(new GmailSubmission(clock, this::find), uploads));
    }

    /**
     * Starts one without mailboxes.
     *
     * @param clock what everything goes by: tokens, watches, dates, quotas, the pace of pushes
     */
    public static GmailSimulator start(Clock clock) {
        return new GmailSimulator(clock, 0);
    }

    /** Starts one on a port of its own; 0 for a free one. */
    public static GmailSimulator start(Clock clock, int port) {
        return new GmailSimulator(clock, port);
    }

    /** What stands in for {@code https://gmail.googleapis.com}; no slash at the end. */
    public String apiBaseUrl() {
        return listener.baseUrl();
    }

    /** What stands in for {@code https://oauth2.googleapis.com/token}. */
    public String tokenUrl() {
        return listener.baseUrl() + "/token";
    }

    /** What stands in for {@code https://oauth2.googleapis.com/revoke}. */
    public String revokeUrl() {
        return listener.baseUrl() + "/revoke";
    }

    /** What stands in for {@code https://accounts.google.com/o/oauth2/v2/auth}. */
    public String authorizeUrl() {
        return listener.baseUrl() + "/o/oauth2/v2/auth";
    }

    /** What stands in for {@code https://www.googleapis.com/oauth2/v3/certs}. */
    public String jwksUrl() {
        return listener.baseUrl() + "/oauth2/v3/certs";
    }

    /** Adds an OAuth client of {@link #PROJECT}. */
    public GoogleClient addClient(String id, String secret) {
        return addClient(id, secret, PROJECT);
    }

    /** Adds an OAuth client of a project. */
    public GoogleClient addClient(String id, String secret, String project) {
        GoogleClient client = new GoogleClient(id, Secret.of(secret), project);
        clients.put(id, client);
        return client;
    }

    /** Adds a service account of {@link #PROJECT} that no administrator has delegated anything to. */
    public GoogleServiceAccount addServiceAccount(String email) {
        GoogleServiceAccount account = new GoogleServiceAccount(email, PROJECT, tokenUrl());
        accounts.put(email, account);
        return account;
    }

    /** Adds an empty mailbox. */
    public GmailMailbox addMailbox(String email) {
        GmailMailbox mailbox = new GmailMailbox(email, clock, ids, grants, topics);
        mailboxes.put(email.toLowerCase(Locale.ROOT), mailbox);
        return mailbox;
    }

    /** Adds a topic on which Gmail may publish, such as {@code projects/acme-helpdesk/topics/gmail-inbound}. */
    public PubSubTopic addTopic(String name) {
        PubSubTopic topic = new PubSubTopic(name, clock, keys, pusher);
        topics.add(topic);
        return topic;
    }

    /** Who is signed in where consent is asked, agreeing to everything; the {@code login_hint} at first. */
    public void consentAs(String email) {
        consents.consentAs(email, null);
    }

    /** Who is signed in, and the only scopes that are ticked. */
    public void consentAs(String email, String... scopes) {
        consents.consentAs(email, Set.of(scopes));
    }

    /** Consent ends with an error from now on, such as {@code access_denied} or {@code admin_policy_enforced}. */
    public void refuseConsent(String error) {
        consents.refuse(error);
    }

    /** Access tokens so far are refused; refresh tokens stay good. */
    public void expireAccessTokens() {
        grants.expireAccess();
    }

    /** Signs pushes with a new key; the one before stays published. */
    public void rotateKeys() {
        keys.rotate();
    }

    /** Publishes only the newest key from now on. */
    public void retireOldKeys() {
        keys.retireOld();
    }

    /** Answers the next calls of a method wrongly. */
    public void trouble(GmailTrouble trouble, GmailMethod method, int times) {
        Pattern users = Pattern.compile("(?:/upload)?/gmail/v1/users/[^/]+/(.+)");
        listener.trouble(
                trouble,
                request -> {
                    var path = users.matcher(request.path());
                    return path.matches()
                            && GmailMethod.of(request.method(), path.group(1))
                                    .filter(m -> m == method)
                                    .isPresent();
                },
                times);
    }

    /** Answers every call of a method wrongly until {@link #behave()}. */
    public void trouble(GmailTrouble trouble, GmailMethod method) {
        trouble(trouble, method, Integer.MAX_VALUE);
    }

    /** Answers the next requests whose {@code METHOD path?query} holds the regular expression wrongly. */
    public void trouble(GmailTrouble trouble, String pattern, int times) {
        Pattern compiled = Pattern.compile(pattern);
        listener.trouble(
                trouble, request -> compiled.matcher(request.toString()).find(), times);
    }

    /** Answers the next token requests with an error such as {@code invalid_grant} or {@code admin_policy_enforced}. */
    public void tokenTrouble(int status, String error, String description, int times) {
        String body = io.deskwire.json.Json.write(Map.of("error", error, "error_description", description));
        trouble(GmailTrouble.answer(status, "application/json; charset=utf-8", body), "^POST /token", times);
    }

    /** Forgets every trouble planned. */
    public void behave() {
        listener.behave();
    }

    /** Every request that was received, oldest first. */
    public List<GmailRequest> requests() {
        return listener.requests();
    }

    /** Those whose {@code METHOD path?query} holds the regular expression. */
    public List<GmailRequest> requests(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return requests().stream()
                .filter(request -> compiled.matcher(request.toString()).find())
                .toList();
    }

    /** How often the token endpoint was asked. */
    public int tokenRequests() {
        return requests("^POST /token").size();
    }

    /** Waits until everything published so far has been posted and answered. */
    public void awaitPushes() {
        try {
            pusher.submit(() -> {}).get(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("pushes are not answered", e);
        }
    }

    private Optional<GmailMailbox> find(String email) {
        return Optional.ofNullable(mailboxes.get(email.toLowerCase(Locale.ROOT)));
    }

    private Optional<GmailQuota> quota(GmailRequest request) {
        return GoogleTokenFace.shown(request)
                .flatMap(grants::access)
                .flatMap(access -> find(access.email()))
                .map(GmailMailbox::quotas);
    }

    private GmailReply answer(GmailRequest request) {
        return switch (request.path()) {
            case "/token" -> tokens.token(request);
            case "/revoke" -> tokens.revoke(request);
            case "/o/oauth2/v2/auth" -> consents.authorize(request);
            case "/oauth2/v3/certs" ->
                GmailReply.json(200, keys.jwks()).withHeader("Cache-Control", "public, max-age=19800");
            default -> gmail.answer(request);
        };
    }

    @Override
    public void close() {
        pusher.shutdownNow();
        listener.close();
    }
}
