package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static io.deskwire.adapter.whatsapp.Simulated.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.MediaSource.Fetched;
import io.deskwire.channel.MediaSource.Vault;
import io.deskwire.channel.RawBody;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import io.deskwire.testkit.whatsapp.MediaFile;
import io.deskwire.testkit.whatsapp.Misbehaviour;
import io.deskwire.testkit.whatsapp.Push;
import io.deskwire.testkit.whatsapp.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MediaFetchTest {

    private static final String DOWNLOADS = "attachments|/Media/";
    private static final Vault VAULT = bytes -> Content.of(bytes.readAllBytes());

    /** The stored item of a customer's picture. */
    private static Content picture(Simulated provider, String tenant) {
        provider.ann(tenant).image(MediaFile.of(Files.jpeg(), "image/jpeg", null), null);
        List<Push> pushes = provider.number(tenant).pushes();
        byte[] body = pushes.get(pushes.size() - 1).body();
        if (provider.flavour == Flavour.TWILIO) {
            return Content.of(body);
        }
        WhatsAppSettings settings = SettingsParser.parse(provider.config(tenant));
        RawBody raw = new WebhookSplitter(OwnNumber.of(settings))
                .split(body, provider.clock.instant())
                .get(0)
                .body();
        return Content.of(((RawBody.InMemory) raw).bytes());
    }

    private static Fetched fetch(Simulated provider, String tenant, Content raw) throws ChannelException {
        return provider.channel(tenant).media().orElseThrow().fetch(raw, Map.of(), 0, VAULT);
    }

    private static ChannelException refused(Simulated provider, Content raw) {
        ChannelException refusal = catchThrowableOfType(ChannelException.class, () -> fetch(provider, ACME, raw));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }

    /** A channel whose caller has told it the time. */
    private static void tellTime(Simulated provider) {
        provider.channel(ACME)
                .outbound()
                .orElseThrow()
                .mayLeaveAt(provider.message(ACME).build(), provider.clock.instant());
    }

    private static List<RecordedRequest> gets(Simulated provider) {
        return provider.provider.requests().stream()
                .filter(r -> r.method().equals("GET"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void a_customers_file_is_fetched_for_each_tenant(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            for (String tenant : List.of(ACME, BOLT)) {
                Fetched fetched = fetch(provider, tenant, picture(provider, tenant));
                assertThat(fetched.content().sha256())
                        .isEqualTo(Content.of(Files.jpeg()).sha256());
                assertThat(fetched.contentType()).isEqualTo("image/jpeg");
            }
            if (flavour == Flavour.TWILIO) {
                assertThat(provider.provider.foreignRequests())
                        .hasSize(2)
                        .allSatisfy(r -> assertThat(r.header("Authorization")).isEmpty());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"META", "DIALOG_360"})
    void an_address_that_ended_is_asked_for_anew(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            Content raw = picture(provider, ACME);
            provider.clock.advance(Duration.ofMinutes(6));
            assertThat(fetch(provider, ACME, raw).content().length()).isEqualTo(64);
            int before = gets(provider).size();
            tellTime(provider);
            assertThat(fetch(provider, ACME, raw).content().length()).isEqualTo(64);
            // Knowing the time, nobody asks for what has ended.
            assertThat(gets(provider)).hasSize(before + 2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"META", "DIALOG_360"})
    void after_a_week_it_is_gone(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            Content raw = picture(provider, ACME);
            provider.clock.advance(Duration.ofDays(7).plusSeconds(1));
            assertThat(refused(provider, raw).kind()).isEqualTo(FailureKind.NOT_FOUND);
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void a_wrong_hash_is_fetched_once_more(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            Content raw = picture(provider, ACME);
            if (flavour == Flavour.TWILIO) {
                // Twilio announces no hash, so that there is nothing to hold the bytes against.
                assertThat(fetch(provider, ACME, raw).content().length()).isEqualTo(64);
                return;
            }
            provider.provider.misbehave(Misbehaviour.wrongBytes(), DOWNLOADS, 1);
            assertThat(fetch(provider, ACME, raw).content().sha256())
                    .isEqualTo(Content.of(Files.jpeg()).sha256());
            provider.provider.misbehave(Misbehaviour.wrongBytes(), DOWNLOADS, 2);
            ChannelException refusal = refused(provider, raw);
            assertThat(refusal.kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(refusal).hasMessageContaining("hash");
        }
    }

    @ParameterizedTest
    @CsvSource({"500,TRANSIENT", "503,TRANSIENT", "429,THROTTLED", "401,AUTH"})
    void trouble_at_the_files_host_is_told_by_its_kind(int status, FailureKind kind) throws Exception {
        for (Flavour flavour : Flavour.values()) {
            try (Simulated provider = new Simulated(flavour)) {
                Content raw = picture(provider, ACME);
                provider.provider.misbehave(Misbehaviour.empty(status), DOWNLOADS, 1);
                assertThat(refused(provider, raw).kind()).isEqualTo(kind);
                assertThat(fetch(provider, ACME, raw).content().length()).isEqualTo(64);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void a_connection_that_ends_early_leaves_nothing_behind(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            Content raw = picture(provider, ACME);
            provider.provider.misbehave(Misbehaviour.resetBeforeAccepting(), DOWNLOADS, 1);
            assertThat(refused(provider, raw).kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(fetch(provider, ACME, raw).content().length()).isEqualTo(64);
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void an_object_in_the_place_of_the_file_is_not_kept(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            Content raw = picture(provider, ACME);
            provider.provider.misbehave(
                    Misbehaviour.answer(200, "application/json", "{\"url\":\"https://x\",\"id\":\"1\"}"), DOWNLOADS, 1);
            ChannelException refusal = refused(provider, raw);
            assertThat(refusal.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(refusal).hasMessageContaining("instead of the file");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"META", "DIALOG_360"})
    void a_file_beyond_the_limit_is_refused_while_it_comes(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            Content raw = picture(provider, ACME);
            provider.provider.misbehave(Misbehaviour.tooLarge(MediaDownload.LARGEST + 1), DOWNLOADS, 1);
            Vault counting = bytes -> {
                long length = drain(bytes);
                throw new AssertionError("kept " + length);
            };
            ChannelException refusal = catchThrowableOfType(
                    ChannelException.class,
                    () -> provider.channel(ACME).media().orElseThrow().fetch(raw, Map.of(), 0, counting));
            assertThat(refusal.kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(refusal).hasMessageContaining("100 MB");
        }
    }

    static long drain(InputStream bytes) throws IOException {
        byte[] buffer = new byte[8192];
        long length = 0;
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            length += read;
        }
        return length;
    }

    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"META", "DIALOG_360"})
    void a_redirect_leads_to_named_hosts_only_and_never_takes_the_token_along(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            provider.provider.behaviour().redirectDownloads(true);
            Content raw = picture(provider, ACME);
            ChannelException refusal = refused(provider, raw);
            assertThat(refusal.kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(refusal.hint()).hasValueSatisfying(h -> assertThat(h).contains("media_hosts"));
            assertThat(provider.provider.foreignRequests()).isEmpty();
        }
        try (Simulated provider = new Simulated(flavour).with("media_hosts", List.of("localhost"))) {
            provider.provider.behaviour().redirectDownloads(true);
            Content raw = picture(provider, ACME);
            assertThat(fetch(provider, ACME, raw).content().length()).isEqualTo(64);
            assertThat(provider.provider.foreignRequests()).hasSize(1).allSatisfy(r -> {
                assertThat(r.header("Authorization")).isEmpty();
                assertThat(r.header("D360-API-KEY")).isEmpty();
            });
        }
    }
}
