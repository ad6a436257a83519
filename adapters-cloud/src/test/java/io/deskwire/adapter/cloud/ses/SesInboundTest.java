package io.deskwire.adapter.cloud.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.ContentSource;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.PublicFiles;
import io.deskwire.channel.PushSubscription;
import io.deskwire.channel.RawItem;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.RecordingIntake;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.cloud.AwsKeys;
import io.deskwire.testkit.cloud.ReceivedRequest;
import io.deskwire.testkit.cloud.SesSimulator;
import io.deskwire.testkit.cloud.SnsTopic;
import io.deskwire.testkit.cloud.Trouble;
import io.deskwire.work.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail on its way in, through a simulated Amazon that signs, repeats and gives up as the real one does. */
class SesInboundTest {

    private static final byte[] MAIL = ("From: Zoe <zoe@customer.example>\r\nTo: support@desk.example\r\n"
                    + "Message-ID: <m1@customer.example>\r\nSubject: Hi\r\n\r\nHello \u00fc\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);

    private final SettableClock clock = SettableClock.at(Vectors.NOW);
    private final ChannelMemory memory = new InMemoryStores().memory();
    private final List<Channel> opened = new ArrayList<>();
    private SesSimulator amazon;
    private WebhookHost host;
    private SnsTopic topic;

    @BeforeEach
    void start() throws IOException {
        begin(AwsKeys.lasting());
    }

    private void begin(AwsKeys keys) throws IOException {
        amazon = SesSimulator.start(clock, "eu-west-1", keys);
        host = WebhookHost.start(clock);
        topic = amazon.addTopic("desk-inbound");
        host.serve(open(keys, Map.of()));
    }

    @AfterEach
    void end() {
        opened.forEach(Channel::close);
        host.close();
        amazon.close();
    }

    private Channel open(AwsKeys keys, Map<String, Object> changes) {
        Map<String, Object> document = new HashMap<>(Map.of(
                "access_key_id", keys.id(),
                "secret_access_key", keys.secretKey().reveal(),
                "topic_arn", topic.arn(),
                "webhook_url", host.url().toString(),
                "api_base_url", amazon.apiBaseUrl(),
                "s3_base_url", amazon.s3BaseUrl(),
                "sns_base_url", amazon.snsBaseUrl()));
        Secret token = keys.sessionToken();
        document.put("session_token", token == null ? "" : token.reveal());
        document.putAll(changes);
        ChannelContext context =
                new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none(), memory, PublicFiles.none());
        Channel channel = new SesChannelType(clock).open(Documents.config("acme", document), context);
        opened.add(channel);
        return channel;
    }

    private Channel channel() {
        return opened.get(opened.size() - 1);
    }

    private void subscribe() throws ChannelException {
        topic.subscribe(host.url());
        fetch(host.newest());
    }

    private void fetch(RawItem pointer) throws ChannelException {
        assertThat(pointer.meta()).containsKey(RawItem.ELSEWHERE);
        ContentSource contents = channel().contents().orElseThrow();
        contents.fetch(Content.of(bytes(pointer)), pointer.meta(), host.intake());
    }

    @Test
    void a_subscription_is_confirmed_at_an_address_that_we_build() throws Exception {
        topic.signWith("2");

        assertThat(topic.subscribe(host.url()).status()).hasValue(200);
        assertThat(topic.isConfirmed(host.url())).isFalse();
        fetch(host.newest());

        assertThat(topic.isConfirmed(host.url())).isTrue();
        assertThat(amazon.requests())
                .extracting(request -> request.uri().toString())
                .anyMatch(uri ->
                        uri.startsWith("/sns/?Action=ConfirmSubscription&Version=2010-03-31&TopicArn=arn%3Aaws"));
        // It brings nothing and may be done again.
        fetch(host.newest());
        assertThat(host.intake().items()).hasSize(1);
        assertThat(memory.find("acme", "mail", "sns-subscription:" + topic.arn()))
                .isPresent();
    }

    @Test
    void an_offer_that_sns_forgot_ends_with_words() throws Exception {
        topic.subscribe(host.url());
        RawItem offer = host.newest();
        topic.unsubscribe(host.url());

        ChannelException failure = failure(offer);

        assertThat(failure.kind()).isEqualTo(FailureKind.PERMANENT);
        assertThat(failure.hint().orElseThrow()).contains("two days");
    }

    @Test
    void a_mail_in_the_bucket_comes_byte_for_byte_and_once() throws Exception {
        subscribe();
        amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
        amazon.judge(Map.of("dmarcVerdict", "FAIL", "virusVerdict", "FAIL"));

        assertThat(amazon.receive(MAIL, "", List.of("support@desk.example")))
                .allSatisfy(post -> assertThat(post.status()).hasValue(200));
        RawItem pointer = host.newest();
        fetch(pointer);
        fetch(pointer);

        RawItem mail = host.newest();
        assertThat(mail.sourceKey()).startsWith("s3:inbound/in0");
        assertThat(mail.format()).isEqualTo(MimeDecoder.FORMAT);
        assertThat(mail.envelope().sender()).isEmpty();
        assertThat(mail.envelope().recipients()).containsExactly("support@desk.example");
        assertThat(mail.meta())
                .containsEntry("dmarc", "fail")
                .containsEntry("dkim", "pass")
                .containsKey("virus");
        assertThat(host.intake().bodies().get(host.intake().items().size() - 1)).isEqualTo(MAIL);
        assertThat(host.intake().items())
                .filteredOn(item -> item.format().equals(MimeDecoder.FORMAT))
                .hasSize(1);
    }

    @Test
    void temporary_credentials_work_and_others_are_named() throws Exception {
        end();
        opened.clear();
        begin(AwsKeys.temporary("FwoGZXIvYXdzEXAMPLETOKEN=="));
        subscribe();
        amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
        amazon.receive(MAIL, "zoe@customer.example", List.of("support@desk.example"));
        RawItem pointer = host.newest();
        fetch(pointer);
        assertThat(host.newest().format()).isEqualTo(MimeDecoder.FORMAT);

        open(AwsKeys.temporary("an-old-one"), Map.of());
        assertThat(failure(pointer)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(failure.code()).contains("InvalidToken");
        });
        open(AwsKeys.lasting(), Map.of());
        assertThat(failure(pointer).kind()).isEqualTo(FailureKind.AUTH);
        open(AwsKeys.temporary("FwoGZXIvYXdzEXAMPLETOKEN=="), Map.of("secret_access_key", "another/secret"));
        ChannelException wrong = failure(pointer);
        assertThat(wrong.code()).contains("SignatureDoesNotMatch");
        assertThat(wrong.toString()).doesNotContain("another/secret");
    }

    @Test
    void a_clock_that_is_wrong_is_said_and_mends_itself() throws Exception {
        subscribe();
        amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
        amazon.receive(MAIL, "zoe@customer.example", List.of("support@desk.example"));
        RawItem pointer = host.newest();
        SesChannelType slow = new SesChannelType(() -> clock.instant().minus(Duration.ofHours(1)));
        Channel late = slow.open(
                Documents.config(
                        "acme",
                        Map.of(
                                "access_key_id", AwsKeys.lasting().id(),
                                "secret_access_key",
                                        AwsKeys.lasting().secretKey().reveal(),
                                "topic_arn", topic.arn(),
                                "s3_base_url", amazon.s3BaseUrl())),
                new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none()));
        opened.add(late);

        ChannelException failure = failure(pointer);

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.hint().orElseThrow()).contains("clock");
    }

    @Test
    void an_object_that_is_not_there_is_looked_for_again() throws Exception {
        subscribe();
        amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
        amazon.receive(MAIL, "zoe@customer.example", List.of("support@desk.example"));
        RawItem pointer = host.newest();
        String key = ReceivedMail.of(SesNotification.of(
                                SnsEnvelope.of(bytes(pointer)).orElseThrow().message())
                        .tree())
                .key();
        assertThat(amazon.removeObject("desk-inbound-mail", String.valueOf(key)))
                .isTrue();

        ChannelException failure = failure(pointer);
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).contains("NoSuchKey");

        amazon.putObject("desk-inbound-mail", String.valueOf(key), MAIL, Map.of());
        fetch(pointer);
        assertThat(host.newest().sourceKey()).isEqualTo("s3:" + key);
    }

    @Test
    void names_that_are_not_the_channels_are_never_asked_for() throws Exception {
        subscribe();
        for (Map<String, Object> other : List.<Map<String, Object>>of(
                Map.of("s3_bucket", "another-bucket"),
                Map.of("s3_prefix", "elsewhere/"),
                Map.of("s3_bucket", "", "s3_prefix", ""))) {
            amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
            amazon.receive(MAIL, "zoe@customer.example", List.of("support@desk.example"));
            RawItem pointer = host.newest();
            open(AwsKeys.lasting(), other);

            ChannelException failure = failure(pointer);

            assertThat(failure.kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(failure.hint()).isPresent();
        }
        assertThat(amazon.requests()).extracting(ReceivedRequest::path).noneMatch(path -> path.startsWith("/s3/"));
    }

    @Test
    void encrypted_and_oversized_objects_are_explained() throws Exception {
        subscribe();
        amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
        amazon.receive(MAIL, "zoe@customer.example", List.of("support@desk.example"));
        RawItem pointer = host.newest();
        String key = String.valueOf(ReceivedMail.of(SesNotification.of(
                                SnsEnvelope.of(bytes(pointer)).orElseThrow().message())
                        .tree())
                .key());

        amazon.putObject("desk-inbound-mail", key, MAIL, Map.of("x-amz-key-v2", "secret", "x-amz-iv", "iv"));
        ChannelException encrypted = failure(pointer);
        assertThat(encrypted.kind()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(encrypted.hint().orElseThrow()).contains("encryption");

        amazon.putObject("desk-inbound-mail", key, new byte[(int) StoredMail.LARGEST + 1], Map.of());
        assertThat(failure(pointer).kind()).isEqualTo(FailureKind.UNSUPPORTED);

        amazon.putObject("desk-inbound-mail", key, new byte[(int) StoredMail.LARGEST], Map.of());
        fetch(pointer);
        assertThat(host.intake().bodies().get(host.intake().items().size() - 1)).hasSize((int) StoredMail.LARGEST);
    }

    @Test
    void trouble_at_s3_is_for_later_and_stores_nothing() throws Exception {
        subscribe();
        amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
        amazon.receive(MAIL, "zoe@customer.example", List.of("support@desk.example"));
        RawItem pointer = host.newest();
        int before = host.intake().items().size();

        for (Trouble trouble : List.of(
                Trouble.htmlPage(503),
                Trouble.htmlPage(500),
                Trouble.cutBeforeAccepting(),
                Trouble.answer(503, "application/xml", "<Error><Code>SlowDown</Code></Error>"))) {
            amazon.trouble(trouble, "GET /s3/", 1);
            assertThat(failure(pointer).kind()).isIn(FailureKind.TRANSIENT, FailureKind.THROTTLED);
        }
        assertThat(host.intake().items()).hasSize(before);
        fetch(pointer);
        assertThat(host.intake().items()).hasSize(before + 1);
    }

    @Test
    void while_the_store_is_away_sns_comes_again_and_nothing_is_lost_or_doubled() throws Exception {
        subscribe();
        amazon.sendMailTo(topic, "BASE64");
        RecordingIntake store = host.intake();
        store.goAwayAfter(0);

        assertThat(amazon.receive(MAIL, "zoe@customer.example", List.of("support@desk.example")))
                .allSatisfy(post -> assertThat(post.status()).hasValue(503));
        assertThat(topic.repeat()).allSatisfy(post -> assertThat(post.status()).hasValue(503));
        store.comeBack();
        clock.advance(Duration.ofSeconds(40));
        assertThat(topic.repeat()).allSatisfy(post -> assertThat(post.status()).hasValue(200));

        assertThat(topic.lost()).isEmpty();
        assertThat(store.items())
                .filteredOn(item -> item.format().equals(MimeDecoder.FORMAT))
                .hasSize(1);
        assertThat(store.bodies().get(1)).isEqualTo(MAIL);
    }

    @Test
    void while_the_store_is_away_a_pointer_stays_to_be_fetched() throws Exception {
        subscribe();
        amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
        amazon.receive(MAIL, "zoe@customer.example", List.of("support@desk.example"));
        RawItem pointer = host.newest();
        host.intake().goAwayAfter(0);

        assertThatThrownBy(() -> fetch(pointer)).isInstanceOf(StoreUnavailableException.class);
        host.intake().comeBack();
        fetch(pointer);

        assertThat(host.intake().items())
                .filteredOn(item -> item.format().equals(MimeDecoder.FORMAT))
                .hasSize(1);
    }

    @Test
    void a_certificate_that_cannot_be_had_delays_and_one_is_fetched_once() throws Exception {
        amazon.trouble(Trouble.htmlPage(500), "\\.pem", 1);

        assertThat(topic.subscribe(host.url()).status()).hasValue(503);
        // As long as SNS waits.
        clock.advance(Duration.ofSeconds(20));
        assertThat(topic.repeat()).allSatisfy(post -> assertThat(post.status()).hasValue(200));
        fetch(host.newest());
        amazon.sendMailTo(topic, "UTF8");
        for (int i = 0; i < 5; i++) {
            amazon.receive(MAIL, "zoe@customer.example", List.of("support@desk.example"));
        }

        assertThat(amazon.requests())
                .filteredOn(request -> request.path().endsWith(".pem"))
                .hasSize(2);
    }

    @Test
    void a_topic_that_is_not_the_channels_is_refused_and_sns_gives_up() throws Exception {
        SnsTopic foreign = amazon.addTopic("somebody-elses");

        assertThat(foreign.subscribe(host.url()).status()).hasValue(403);

        assertThat(foreign.lost()).hasSize(1);
        assertThat(host.refusals()).singleElement().asString().contains("topic_arn");
        assertThat(host.intake().items()).isEmpty();
        assertThat(amazon.requests()).isEmpty();
    }

    @Test
    void upkeep_tells_what_is_missing_and_is_content_when_nothing_is() throws Exception {
        PushSubscription upkeep = channel().subscription().orElseThrow();
        amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
        assertThat(upkeep.keep(clock.instant()).degraded()).contains("identity").contains("Nothing of the topic");

        amazon.verify("desk.example");
        topic.subscribe(host.url());
        assertThat(upkeep.keep(clock.instant()).degraded()).contains("waits to be confirmed");
        fetch(host.newest());
        assertThat(upkeep.keep(clock.instant()).degraded()).isNull();
        assertThat(channel().test().orElseThrow().run(stage -> {}))
                .hasSize(7)
                .allSatisfy(stage -> assertThat(stage.ok()).as(stage.toString()).isTrue());

        open(AwsKeys.lasting(), Map.of("configuration_set", "desk-events", "s3_bucket", "no-such-bucket"));
        assertThat(channel().subscription().orElseThrow().keep(clock.instant()).degraded())
                .contains("There is no configuration set desk-events")
                .contains("no bucket no-such-bucket");
        amazon.addConfigurationSet("desk-events", topic);
        amazon.enableSending(false);
        assertThat(channel().subscription().orElseThrow().keep(clock.instant()).degraded())
                .contains("Sending is paused")
                .doesNotContain("configuration set");
        open(AwsKeys.lasting(), Map.of("secret_access_key", "another/secret"));
        assertThat(catchThrowableOfType(
                                ChannelException.class,
                                () -> channel().subscription().orElseThrow().keep(clock.instant()))
                        .kind())
                .isEqualTo(FailureKind.AUTH);
    }

    @Test
    void what_the_key_may_not_look_at_is_no_fault() throws Exception {
        String denied = "{\"message\":\"User is not authorized to perform ses:GetAccount\"}";
        amazon.trouble(
                Trouble.answer(403, Map.of("x-amzn-ErrorType", "AccessDeniedException"), "application/json", denied),
                "/ses/",
                9);
        amazon.trouble(
                Trouble.answer(
                        403,
                        "text/xml",
                        "<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>"),
                "/sns/",
                9);
        amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);

        assertThat(channel().subscription().orElseThrow().keep(clock.instant()).degraded())
                .isNull();
    }

    private ChannelException failure(RawItem pointer) {
        ChannelException failure = catchThrowableOfType(ChannelException.class, () -> fetch(pointer));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static byte[] bytes(RawItem item) {
        try (InputStream in = item.body().open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
