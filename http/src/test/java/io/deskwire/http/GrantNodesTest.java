package io.deskwire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.channel.AccessTokens.ServiceAccount;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.oauth.OAuthServer;
import io.deskwire.testkit.oauth.OAuthServer.Trouble;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes, one grant, an authorization server that checks. */
class GrantNodesTest {

    private static final Secret CLIENT_SECRET = Secret.of("cl1ent");
    private static final String SUPPORT = "support@tenant.example";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    private final HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());
    private final OAuthServer oauth = OAuthServer.start(CLOCK).client("desk", CLIENT_SECRET.reveal());

    @AfterEach
    void stop() {
        transport.close();
        oauth.close();
    }

    private Grant grant(String refreshToken) {
        return new Grant("acme", "mail", oauth.tokenUrl(), "desk", CLIENT_SECRET, Secret.of(refreshToken), null, null);
    }

    @Test
    void two_nodes_that_refresh_at_once_agree_on_the_refresh_token_stored_first() throws Exception {
        String first = oauth.grant("desk", SUPPORT, "mail");
        KeptGrants kept = KeptGrants.of(Secret.of(first));
        // Microsoft's way: both get a new refresh token, the old one goes on working.
        CyclicBarrier bothAnswered = new CyclicBarrier(2);
        OAuthTokens one = new OAuthTokens(transport, CLOCK, waiting(kept, bothAnswered));
        OAuthTokens other = new OAuthTokens(transport, CLOCK, waiting(kept, bothAnswered));
        oauth.rotating(true).keepingOld(true);
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            Future<Secret> a = nodes.submit(() -> one.token(grant(first), null));
            Future<Secret> b = nodes.submit(() -> other.token(grant(first), null));
            assertThat(a.get(30, TimeUnit.SECONDS)).isNotEqualTo(b.get(30, TimeUnit.SECONDS));
        } finally {
            nodes.shutdownNow();
        }
        assertThat(oauth.count("refresh_token")).isEqualTo(2);
        String agreed = kept.text();
        assertThat(agreed).isNotEqualTo(first);
        assertThat(oauth.isAlive(agreed)).isTrue();

        oauth.rotating(false);
        one.token(grant(first), inHand(one, first));
        other.token(grant(first), inHand(other, first));
        assertThat(oauth.tokenRequests().subList(2, 4))
                .allSatisfy(request -> assertThat(request).containsEntry("refresh_token", agreed));
    }

    private Secret inHand(OAuthTokens node, String first) throws ChannelException {
        return node.token(grant(first), null);
    }

    @Test
    void a_node_that_missed_a_replacement_finds_it_in_the_store() throws Exception {
        oauth.rotating(true);
        String first = oauth.grant("desk", SUPPORT, "mail");
        KeptGrants kept = KeptGrants.of(Secret.of(first));
        OAuthTokens one = new OAuthTokens(transport, CLOCK, kept);
        OAuthTokens other = new OAuthTokens(transport, CLOCK, kept);

        one.token(grant(first), null);
        Secret token = other.token(grant(first), null);

        assertThat(oauth.accountOf(token.reveal())).contains(SUPPORT);
        assertThat(oauth.count("refresh_token")).isEqualTo(3);
        assertThat(oauth.isAlive(kept.text())).isTrue();
    }

    @Test
    void a_revoked_account_works_again_once_it_is_connected_again() throws Exception {
        String first = oauth.grant("desk", SUPPORT, "mail");
        KeptGrants kept = KeptGrants.of(Secret.of(first));
        OAuthTokens node = new OAuthTokens(transport, CLOCK, kept);
        Secret token = node.token(grant(first), null);
        oauth.revoke(SUPPORT);
        ChannelException gone = catchThrowableOfType(ChannelException.class, () -> node.token(grant(first), token));
        assertThat(gone.kind()).isEqualTo(FailureKind.AUTH);

        String second = oauth.grant("desk", SUPPORT, "mail");
        kept.put(Secret.of(second));

        // Before the channel is opened anew, and after.
        assertThat(oauth.accountOf(node.token(grant(first), token).reveal())).contains(SUPPORT);
        assertThat(oauth.accountOf(node.token(grant(second), token).reveal())).contains(SUPPORT);
    }

    @Test
    void an_endpoint_in_trouble_is_no_bad_credential() throws Exception {
        String first = oauth.grant("desk", SUPPORT, "mail");
        OAuthTokens node = new OAuthTokens(transport, CLOCK, KeptGrants.of(Secret.of(first)));
        for (Trouble trouble : Trouble.values()) {
            oauth.trouble(trouble, 1);
            ChannelException failure =
                    catchThrowableOfType(ChannelException.class, () -> node.token(grant(first), null));
            assertThat(failure.kind())
                    .as(trouble.name())
                    .isEqualTo(
                            trouble == Trouble.THROTTLED || trouble == Trouble.SLOW_DOWN
                                    ? FailureKind.THROTTLED
                                    : FailureKind.TRANSIENT);
            assertThat(failure.retryAfter())
                    .isEqualTo(trouble == Trouble.THROTTLED ? Optional.of(Duration.ofSeconds(7)) : Optional.empty());
        }
        assertThat(node.token(grant(first), null)).isNotNull();
    }

    @Test
    void a_service_account_signs_for_its_mailbox() throws Exception {
        KeyPair keys = rsa();
        oauth.serviceAccount("desk@project.iam.example", keys.getPublic()).audience("https://token.example/token");
        OAuthTokens node = new OAuthTokens(transport, CLOCK);
        Secret token = node.token(signing(pem(keys), SUPPORT), null);
        assertThat(oauth.accountOf(token.reveal())).contains(SUPPORT);
        assertThat(oauth.scopesOf(token.reveal())).containsExactly("mail");
        assertThat(oauth.tokenRequests().get(0)).containsOnlyKeys("grant_type", "assertion");

        ChannelException foreign =
                catchThrowableOfType(ChannelException.class, () -> node.token(signing(pem(rsa()), SUPPORT), null));
        assertThat(foreign.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(foreign.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("new key"));
    }

    @Test
    void a_key_that_is_none_is_named_and_not_shown() {
        OAuthTokens node = new OAuthTokens(transport, CLOCK);
        for (String wrong : new String[] {
            "",
            "s3cr3t",
            "-----BEGIN PRIVATE KEY-----\ns3cr3t\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\n=\n-----END PRIVATE KEY-----\n"
        }) {
            ChannelException failure =
                    catchThrowableOfType(ChannelException.class, () -> node.token(signing(wrong, SUPPORT), null));
            assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(failure).hasMessageContaining("private_key").hasMessageNotContaining("s3cr3t");
            assertThat(failure.getCause()).isNull();
        }
        assertThat(oauth.tokenRequests()).isEmpty();
    }

    private Grant signing(String pem, @Nullable String subject) {
        return new Grant(
                "acme",
                "mail",
                oauth.tokenUrl(),
                "1",
                null,
                null,
                "mail",
                new ServiceAccount(
                        "desk@project.iam.example", subject, "https://token.example/token", "k1", Secret.of(pem)));
    }

    private static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** Lets both nodes have their answer before either stores what it brought. */
    private static GrantStore waiting(GrantStore store, CyclicBarrier both) {
        return new GrantStore() {
            @Override
            public Optional<Secret> current(Grant grant) {
                return store.current(grant);
            }

            @Override
            public boolean replace(Grant grant, Secret old, Secret replacement) {
                try {
                    both.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IllegalStateException(e);
                }
                return store.replace(grant, old, replacement);
            }
        };
    }
}
