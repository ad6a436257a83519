package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static io.deskwire.adapter.whatsapp.Simulated.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.whatsapp.MediaFile;
import io.deskwire.testkit.whatsapp.Misbehaviour;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UploadTest {

    private static OutboundMessage photo(Simulated provider, String tenant) {
        provider.ann(tenant).text("Hello?");
        return provider.message(tenant)
                .text("Look")
                .attach(Files.file("a.png", "image/png", Files.png()))
                .build();
    }

    private static long uploads(Simulated provider) {
        return provider.provider.requests().stream()
                .filter(r -> r.path().endsWith("/media"))
                .count();
    }

    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"META", "DIALOG_360"})
    void a_file_arrives_byte_for_byte_for_each_tenant(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            for (String tenant : List.of(ACME, BOLT)) {
                assertThat(provider.send(photo(provider, tenant))).isInstanceOf(HandedOver.class);
                assertThat(provider.ann(tenant).received()).singleElement().satisfies(r -> {
                    assertThat(r.media().map(MediaFile::bytes)).hasValue(Files.png());
                    assertThat(r.caption()).contains("Look");
                });
            }
            // An upload belongs to the number that made it.
            assertThat(uploads(provider)).isEqualTo(2);
        }
    }

    @Test
    void twilio_is_shown_where_the_file_is() throws Exception {
        try (Scripted files = new Scripted((asked, exchange) -> {
                    exchange.getResponseHeaders().add("Content-Type", "image/png");
                    exchange.sendResponseHeaders(200, Files.png().length);
                    exchange.getResponseBody().write(Files.png());
                });
                Simulated provider = new Simulated(Flavour.TWILIO).publishing(files.base())) {
            assertThat(provider.send(photo(provider, ACME))).isInstanceOf(HandedOver.class);
            provider.provider.settle();
            assertThat(provider.ann(ACME).received()).singleElement().satisfies(r -> {
                assertThat(r.media().map(MediaFile::bytes)).hasValue(Files.png());
                assertThat(r.text()).isEqualTo("Look");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"META", "DIALOG_360"})
    void a_message_that_fails_after_its_upload_is_tried_again_without_another(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            OutboundMessage message = photo(provider, ACME);
            provider.provider.misbehave(Misbehaviour.graphError(131016), "/messages$", 1);
            assertThat(refused(provider, message).kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(provider.send(message)).isInstanceOf(HandedOver.class);
            assertThat(uploads(provider)).isEqualTo(1);
            assertThat(provider.ann(ACME).received()).hasSize(1);

            provider.clock.advance(Duration.ofHours(3));
            provider.ann(ACME).text("And?");
            provider.send(message);
            assertThat(uploads(provider)).isEqualTo(2);

            provider.provider.misbehave(Misbehaviour.graphError(131053), "/messages$", 1);
            assertThat(refused(provider, message).kind().isRetryable()).isFalse();
            provider.send(message);
            assertThat(uploads(provider)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"META", "DIALOG_360"})
    void when_the_upload_fails_certainly_nothing_went_out(Flavour flavour) throws Exception {
        try (Simulated provider = new Simulated(flavour)) {
            OutboundMessage message = photo(provider, ACME);
            for (Misbehaviour how : List.of(
                    Misbehaviour.cutAfterAccepting(),
                    Misbehaviour.resetBeforeAccepting(),
                    Misbehaviour.html(502),
                    Misbehaviour.acceptedAnswer(200, "text/html", "<html>"),
                    Misbehaviour.acceptedAnswer(200, "application/json", "{}"))) {
                provider.provider.misbehave(how, "/media$", 1);
                assertThat(refused(provider, message).kind()).isEqualTo(FailureKind.TRANSIENT);
            }
            provider.provider.misbehave(Misbehaviour.tooManyRequests(Duration.ofSeconds(9)), "/media$", 1);
            assertThat(refused(provider, message).kind()).isEqualTo(FailureKind.THROTTLED);
            provider.provider.misbehave(Misbehaviour.graphError(190), "/media$", 1);
            assertThat(refused(provider, message).kind()).isEqualTo(FailureKind.AUTH);
            assertThat(provider.ann(ACME).received()).isEmpty();
            SendResult result = provider.send(message);
            assertThat(result).isInstanceOf(HandedOver.class);
            assertThat(provider.ann(ACME).received()).hasSize(1);
        }
    }

    @Test
    void a_file_that_does_not_fit_never_reaches_the_provider() {
        try (Simulated provider = new Simulated(Flavour.META)) {
            OutboundMessage message = provider.message(ACME)
                    .attach(Files.file("a.png", "image/png", Files.jpeg()))
                    .build();
            assertThat(refused(provider, message).kind()).isEqualTo(FailureKind.UNSUPPORTED);
            OutboundMessage captioned = provider.message(ACME)
                    .text("Listen")
                    .attach(Files.file("a.ogg", "audio/ogg", Files.ogg(1)))
                    .build();
            assertThat(refused(provider, captioned).kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(provider.provider.requests()).isEmpty();
        }
    }

    private static ChannelException refused(Simulated provider, OutboundMessage message) {
        ChannelException refusal = catchThrowableOfType(ChannelException.class, () -> provider.send(message));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }
}
