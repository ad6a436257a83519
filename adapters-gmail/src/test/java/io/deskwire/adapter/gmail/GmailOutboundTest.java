package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.gmail.GmailMailbox;
import io.deskwire.testkit.gmail.GmailMethod;
import io.deskwire.testkit.gmail.GmailScopes;
import io.deskwire.testkit.gmail.GmailSent;
import io.deskwire.testkit.gmail.GmailTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GmailOutboundTest {

    private static final String SENDS = "^POST .*/messages/send";

    private final Desks desks = new Desks();
    private final GmailMailbox acme = desks.mailbox("acme");

    @AfterEach
    void close() {
        desks.close();
    }

    private static HandedOver send(Outbound outbound, OutboundMessage message) throws ChannelException {
        return (HandedOver) outbound.send(message, message.recipients());
    }

    private String fromCustomer(String id, @Nullable String answering, String references) {
        String mail = "From: ann@customer.example\r\nTo: support@acme.example\r\nSubject: "
                + (answering == null ? "" : "Re: ") + "My printer is on fire\r\nMessage-ID: <" + id + ">\r\n"
                + (answering == null ? "" : "In-Reply-To: <" + answering + ">\r\nReferences: " + references + "\r\n")
                + "Date: Mon, 2 Mar 2026 12:00:00 +0000\r\n\r\nHelp!\r\n";
        return acme.receive(mail.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void five_turns_stay_in_one_thread_though_gmail_replaces_our_ids() throws Exception {
        acme.rewriteMessageIds(true);
        Outbound outbound = desks.outbound();
        String first = fromCustomer("c1@customer.example", null, "");
        String thread = acme.message(first).threadId();
        List<String> chain = new ArrayList<>(List.of("c1@customer.example"));

        for (int turn = 1; turn <= 5; turn++) {
            String parent = chain.get(chain.size() - 1);
            OutboundMessage answer = Desks.mail()
                    .answering(parent, chain.subList(0, chain.size() - 1).toArray(new String[0]))
                    .build();
            HandedOver result = send(outbound, answer);
            assertThat(result.wireMessageId())
                    .as("turn " + turn)
                    .isNotNull()
                    .isNotEqualTo(answer.messageId())
                    .isEqualTo(last().messageId().replaceAll("[<>]", ""));
            assertThat(result.providerMessageId()).isEqualTo(last().id());
            assertThat(last().threadId()).as("turn " + turn).isEqualTo(thread);
            chain.add(String.valueOf(result.wireMessageId()));

            String next = "c" + (turn + 1) + "@customer.example";
            String references = "<" + String.join("> <", chain) + ">";
            assertThat(acme.message(fromCustomer(next, String.valueOf(result.wireMessageId()), references))
                            .threadId())
                    .isEqualTo(thread);
            chain.add(next);
        }
        assertThat(acme.sent()).hasSize(5);
    }

    @Test
    void an_answer_to_what_this_mailbox_never_saw_goes_without_a_thread() throws Exception {
        fromCustomer("c1@customer.example", null, "");

        send(
                desks.open("bolt").outbound().orElseThrow(),
                Desks.mail()
                        .from(Desks.address("bolt"))
                        .answering("c1@customer.example")
                        .build());

        assertThat(desks.mailbox("bolt").sent()).hasSize(1);
        assertThat(desks.google.requests(SENDS))
                .singleElement()
                .satisfies(request -> assertThat(new String(request.body(), StandardCharsets.UTF_8))
                        .doesNotContain("threadId"));
    }

    @Test
    void an_ancestor_leads_to_the_thread_when_the_answered_message_is_gone() throws Exception {
        String first = fromCustomer("c1@customer.example", null, "");

        send(
                desks.outbound(),
                Desks.mail()
                        .answering("gone@customer.example", "c1@customer.example")
                        .build());

        assertThat(last().threadId()).isEqualTo(acme.message(first).threadId());
    }

    @Test
    void a_thread_that_vanished_meanwhile_is_left_out_and_nothing_is_doubled() throws Exception {
        fromCustomer("c1@customer.example", null, "");
        desks.google.trouble(GmailTrouble.notFound(), GmailMethod.SEND, 1);

        send(desks.outbound(), Desks.mail().answering("c1@customer.example").build());

        assertThat(desks.google.requests(SENDS)).hasSize(2);
        assertThat(acme.sent()).hasSize(1);
    }

    @Test
    void a_404_without_a_thread_is_told_as_it_is() {
        desks.google.trouble(GmailTrouble.notFound(), GmailMethod.SEND);

        assertKind(FailureKind.NOT_FOUND, null, null);
        assertThat(desks.google.requests(SENDS)).hasSize(1);
    }

    @Test
    void a_confirmed_alias_may_send_and_others_may_not() throws Exception {
        acme.addAlias("help@acme.example", "Help").addPendingAlias("new@acme.example", "New");
        Outbound outbound = desks.outbound();

        send(outbound, Desks.mail().from("Help@acme.example").build());

        assertThat(last().header("From")).containsIgnoringCase("help@acme.example");
        assertThatThrownBy(() ->
                        send(outbound, Desks.mail().from("new@acme.example").build()))
                .isInstanceOfSatisfying(ChannelException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.PERMANENT);
                    assertThat(e.hint().orElseThrow()).contains("confirmation mail");
                });
        assertThatThrownBy(() ->
                        send(outbound, Desks.mail().from("other@acme.example").build()))
                .isInstanceOfSatisfying(ChannelException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.PERMANENT);
                    assertThat(e.hint().orElseThrow()).contains("Send mail as");
                });
        assertThat(acme.sent()).hasSize(1);
    }

    @Test
    void an_alias_that_is_added_later_is_found_and_the_list_is_not_read_for_each_mail() throws Exception {
        Outbound outbound = desks.outbound();
        assertThatThrownBy(() ->
                        send(outbound, Desks.mail().from("help@acme.example").build()))
                .isInstanceOf(ChannelException.class);
        acme.addAlias("help@acme.example", "Help");
        desks.clock.advance(Duration.ofMinutes(2));

        for (int i = 0; i < 3; i++) {
            send(outbound, Desks.mail().from("help@acme.example").build());
        }

        assertThat(acme.sent()).hasSize(3);
        assertThat(desks.google.requests("settings/sendAs")).hasSize(2);
    }

    @Test
    void a_list_of_senders_that_may_not_be_read_hinders_nobody() throws Exception {
        desks.google.trouble(GmailTrouble.insufficientScope(), GmailMethod.SEND_AS_LIST);
        acme.addAlias("help@acme.example", "Help");

        send(desks.outbound(), Desks.mail().from("help@acme.example").build());

        assertThat(acme.sent()).hasSize(1);
    }

    @Test
    void a_token_that_may_only_send_sends() throws Exception {
        desks.document("acme")
                .put(
                        "refresh_token",
                        acme.refreshToken(
                                desks.google.addClient("only.apps.googleusercontent.com", "x"), GmailScopes.SEND));
        desks.document("acme").put("client_id", "only.apps.googleusercontent.com");
        desks.document("acme").put("client_secret", "x");

        Outbound outbound = desks.outbound();
        OutboundMessage message = Desks.mail().answering("c1@customer.example").build();
        HandedOver result = send(outbound, message);

        assertThat(result.providerMessageId()).isNotBlank();
        assertThat(result.wireMessageId()).as("it cannot be read").isNull();
        outbound.afterSend().orElseThrow().run(message);
        desks.outbound().afterSend().orElseThrow().run(message);
        assertThat(acme.sent()).hasSize(1);
    }

    @Test
    void a_message_id_that_cannot_be_read_at_once_is_read_afterwards() throws Exception {
        acme.rewriteMessageIds(true);
        List<GmailTrouble> troubles =
                List.of(GmailTrouble.throttled(5), GmailTrouble.backendError(), GmailTrouble.notFound());
        for (GmailTrouble trouble : troubles) {
            desks.google.trouble(trouble, GmailMethod.GET);
            Outbound outbound = desks.outbound();
            OutboundMessage message = Desks.plain();
            assertThat(send(outbound, message).wireMessageId()).isNull();
            Outbound.AfterSend after = outbound.afterSend().orElseThrow();
            assertThatThrownBy(() -> after.run(message))
                    .isInstanceOfSatisfying(
                            ChannelException.class,
                            e -> assertThat(e.kind().isRetryable()).isTrue());
            assertThat(after.wireMessageId(message)).isEmpty();
            desks.google.behave();

            after.run(message);
            after.run(message);

            assertThat(after.wireMessageId(message)).contains(last().messageId().replaceAll("[<>]", ""));
        }
        assertThat(acme.sent()).hasSize(troubles.size());
    }

    @Test
    void another_process_finds_the_message_id_too_once_gmail_shows_the_mail() throws Exception {
        acme.rewriteMessageIds(true);
        acme.sentLag(Duration.ofMinutes(1));
        OutboundMessage message = Desks.plain();
        HandedOver sent = send(desks.outbound(), message);
        Outbound.AfterSend after = desks.outbound().afterSend().orElseThrow();

        assertThatThrownBy(() -> after.run(message))
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
        desks.clock.advance(Duration.ofMinutes(2));
        after.run(message);

        assertThat(after.wireMessageId(message)).contains(String.valueOf(sent.wireMessageId()));
    }

    @Test
    void what_the_send_or_the_look_up_brought_to_light_is_not_read_again() throws Exception {
        Outbound outbound = desks.outbound();
        OutboundMessage kept = Desks.plain();
        send(outbound, kept);
        OutboundMessage unheard = Desks.plain();
        desks.google.trouble(GmailTrouble.cutAfterAccepting(), GmailMethod.SEND);
        outbound.send(unheard, unheard.recipients());
        desks.google.behave();
        outbound.sentLookup().orElseThrow().find(unheard);
        int before = desks.google.requests().size();

        for (OutboundMessage each : List.of(kept, unheard)) {
            outbound.afterSend().orElseThrow().run(each);
            assertThat(outbound.afterSend().orElseThrow().wireMessageId(each)).isEmpty();
        }

        assertThat(desks.google.requests()).hasSize(before);
    }

    @Test
    void small_mail_goes_in_json_and_large_mail_as_an_upload_in_its_thread() throws Exception {
        String first = fromCustomer("c1@customer.example", null, "");
        byte[] bytes = new byte[4_000_000];
        new Random(7).nextBytes(bytes);
        OutboundMessage large = Desks.mail()
                .answering("c1@customer.example")
                .attach(new OutboundAttachment("a.bin", "application/octet-stream", null, Content.of(bytes)))
                .build();
        Outbound outbound = desks.outbound();

        send(outbound, Desks.plain());
        send(outbound, large);

        assertThat(acme.sent()).extracting(GmailSent::way).containsExactly("json", "multipart");
        assertThat(last().threadId()).isEqualTo(acme.message(first).threadId());
        assertThat(last().submitted()).hasSize((int) MailLimits.length(large));
        assertThat(desks.google.requests(SENDS)).hasSize(2);
    }

    @Test
    void a_large_mail_is_sent_once_more_when_its_token_was_refused() throws Exception {
        Outbound outbound = desks.outbound();
        send(outbound, Desks.plain());
        desks.google.expireAccessTokens();

        send(
                outbound,
                Desks.mail()
                        .attach(new OutboundAttachment(
                                "a.bin", "application/octet-stream", null, Content.of(new byte[4_000_000])))
                        .build());

        assertThat(acme.sent()).hasSize(2);
    }

    @Test
    void mail_is_never_written_to_disk() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        AtomicInteger reads = new AtomicInteger();
        List<Path> seen = new ArrayList<>();
        Outbound outbound = desks.outbound();

        send(outbound, withFile(new ReadContent(4_000_000, () -> {
            reads.incrementAndGet();
            try (Stream<Path> files = Files.list(temporary)) {
                files.filter(file -> file.toString().contains("deskwire-gmail")).forEach(seen::add);
            }
            return Integer.MAX_VALUE;
        })));

        assertThat(reads).hasPositiveValue();
        assertThat(seen).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_read_is_found_out_before_anything_leaves() {
        Outbound outbound = desks.outbound();

        assertThatThrownBy(() -> send(outbound, withFile(new ReadContent(4_000_000, () -> 1_000_000))))
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));

        assertThat(desks.google.requests(SENDS)).isEmpty();
    }

    @Test
    void a_file_that_breaks_off_on_the_way_leaves_the_outcome_open_until_gmail_certainly_has_nothing()
            throws Exception {
        Outbound outbound = desks.outbound();
        AtomicInteger reads = new AtomicInteger();
        // We read it once to see whether it can be, the library once to know the request's length.
        OutboundMessage message = withFile(
                new ReadContent(4_000_000, () -> reads.incrementAndGet() == 3 ? 1_000_000 : Integer.MAX_VALUE));

        assertThat(outbound.send(message, message.recipients())).isInstanceOf(SendResult.Uncertain.class);
        desks.clock.advance(Duration.ofMinutes(6));
        assertThat(outbound.sentLookup().orElseThrow().find(message)).isEmpty();

        send(outbound, message);
        assertThat(acme.sent()).hasSize(1);
    }

    private static OutboundMessage withFile(Content content) {
        return Desks.mail()
                .attach(new OutboundAttachment("a.bin", "application/octet-stream", null, content))
                .build();
    }

    /**
     * A file of zeros.
     *
     * @param opened is asked at each reading after how many bytes it fails
     */
    private record ReadContent(long length, Callable<Integer> opened) implements Content {
        @Override
        public String sha256() {
            throw new AssertionError("nobody asks");
        }

        @Override
        public InputStream open() throws IOException {
            int most;
            try {
                most = opened.call();
            } catch (Exception e) {
                throw new IOException(e);
            }
            return new InputStream() {
                private long given;

                @Override
                public int read() throws IOException {
                    if (given >= most) {
                        throw new IOException("the store is gone");
                    }
                    return given++ < length ? 0 : -1;
                }
            };
        }
    }

    @Test
    void what_is_too_large_never_leaves() {
        OutboundMessage message = Desks.mail()
                .attach(new OutboundAttachment(
                        "a.bin", "application/octet-stream", null, Content.of(new byte[27_000_000])))
                .build();
        Outbound outbound = desks.outbound();

        assertThat(outbound.problems(message)).hasSize(1);
        assertThatThrownBy(() -> send(outbound, message))
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.UNSUPPORTED));
        assertThat(desks.google.requests()).isEmpty();
    }

    @Test
    void a_day_that_is_full_is_waited_for_until_tomorrow() throws Exception {
        acme.dailySendLimit(1);
        Outbound outbound = desks.outbound();
        send(outbound, Desks.plain());

        assertThatThrownBy(() -> send(outbound, Desks.plain())).isInstanceOfSatisfying(ChannelException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.THROTTLED);
            assertThat(desks.clock.instant().plus(e.retryAfter().orElseThrow())).isEqualTo("2026-03-03T00:00:00Z");
            assertThat(e.hint().orElseThrow()).contains("in a day");
        });
    }

    private void assertKind(FailureKind kind, @Nullable String code, @Nullable String hint) {
        assertThatThrownBy(() -> send(desks.outbound(), Desks.plain()))
                .isInstanceOfSatisfying(ChannelException.class, e -> {
                    assertThat(e.kind()).as(String.valueOf(e.getMessage())).isEqualTo(kind);
                    if (code != null) {
                        assertThat(e.code()).contains(code);
                    }
                    if (hint != null) {
                        assertThat(e.hint().orElse("")).contains(hint);
                    }
                });
    }

    @Test
    void each_refusal_of_the_provider_is_told_by_its_reason() {
        record Row(
                GmailTrouble trouble,
                FailureKind kind,
                String code,
                @Nullable String hint) {}
        List<Row> rows = List.of(
                new Row(GmailTrouble.unauthorized(), FailureKind.AUTH, "authError", "connect"),
                new Row(forbidden("rateLimitExceeded"), FailureKind.THROTTLED, "rateLimitExceeded", null),
                new Row(forbidden("userRateLimitExceeded"), FailureKind.THROTTLED, "userRateLimitExceeded", null),
                new Row(forbidden("quotaExceeded"), FailureKind.THROTTLED, "quotaExceeded", null),
                new Row(forbidden("dailyLimitExceeded"), FailureKind.THROTTLED, "dailyLimitExceeded", "tomorrow"),
                new Row(GmailTrouble.insufficientScope(), FailureKind.AUTH, "insufficientPermissions", "gmail.modify"),
                new Row(forbidden("domainPolicy"), FailureKind.AUTH, "domainPolicy", "administrator"),
                new Row(forbidden("forbidden"), FailureKind.AUTH, "forbidden", "account"),
                new Row(
                        forbidden("accessNotConfigured"),
                        FailureKind.AUTH,
                        "accessNotConfigured",
                        "Enable the Gmail API"),
                new Row(GmailTrouble.mailServiceNotEnabled(), FailureKind.AUTH, "failedPrecondition", "licence"),
                new Row(
                        GmailTrouble.answer(
                                400,
                                "application/json",
                                "{\"error\":{\"code\":400,\"message\":\"Invalid To header\",\"errors\":[{\"reason\":"
                                        + "\"invalidArgument\"}]}}"),
                        FailureKind.PERMANENT,
                        "invalidArgument",
                        null),
                new Row(GmailTrouble.empty(403), FailureKind.AUTH, "403", null),
                new Row(GmailTrouble.empty(413), FailureKind.UNSUPPORTED, "413", "smaller"),
                new Row(GmailTrouble.empty(302), FailureKind.TRANSIENT, "302", null),
                new Row(GmailTrouble.throttled(77), FailureKind.THROTTLED, "rateLimitExceeded", null));

        for (Row row : rows) {
            desks.google.trouble(row.trouble(), GmailMethod.SEND);
            assertKind(row.kind(), row.code(), row.hint());
            desks.google.behave();
        }
        assertThat(acme.sent()).isEmpty();
    }

    private static GmailTrouble forbidden(String reason) {
        return GmailTrouble.forbidden(reason, "The request is refused.");
    }

    @Test
    void a_rate_limit_is_waited_for_until_the_time_that_it_names() {
        desks.google.trouble(GmailTrouble.rateLimited(desks.clock.instant().plusSeconds(40)), GmailMethod.SEND);

        assertThatThrownBy(() -> send(desks.outbound(), Desks.plain()))
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(40)));
    }

    @Test
    void an_answer_that_proves_nothing_leaves_the_outcome_open_and_is_asked_for_once() throws Exception {
        List<GmailTrouble> troubles = List.of(
                GmailTrouble.backendError(),
                GmailTrouble.backendErrorAfterAccepting(),
                GmailTrouble.htmlPage(502),
                GmailTrouble.htmlPageAfterAccepting(502),
                GmailTrouble.empty(503),
                GmailTrouble.empty(200),
                GmailTrouble.htmlPage(200),
                GmailTrouble.answer(200, "application/json", "{}"),
                GmailTrouble.cutBeforeAccepting(),
                GmailTrouble.cutAfterAccepting());
        Outbound outbound = desks.outbound();

        for (int i = 0; i < troubles.size(); i++) {
            desks.google.trouble(troubles.get(i), GmailMethod.SEND);
            OutboundMessage message = Desks.plain();
            assertThat(outbound.send(message, message.recipients()))
                    .as("trouble " + i)
                    .isInstanceOf(SendResult.Uncertain.class);
            desks.google.behave();
            assertThat(desks.google.requests(SENDS)).as("trouble " + i).hasSize(i + 1);
        }
        assertThat(acme.sent()).hasSize(3);
    }

    @Test
    void a_large_mail_whose_connection_dies_after_it_was_read_is_posted_exactly_once() throws Exception {
        desks.google.trouble(GmailTrouble.cutAfterAccepting(), GmailMethod.SEND);
        OutboundMessage message = Desks.mail()
                .attach(new OutboundAttachment(
                        "a.bin", "application/octet-stream", null, Content.of(new byte[4_000_000])))
                .build();
        Outbound outbound = desks.outbound();

        assertThat(outbound.send(message, message.recipients())).isInstanceOf(SendResult.Uncertain.class);

        assertThat(desks.google.requests(SENDS)).hasSize(1);
        desks.google.behave();
        assertThat(outbound.sentLookup().orElseThrow().find(message)).isPresent();
    }

    @Test
    void an_address_where_nobody_listens_is_certain() {
        desks.document("acme").put("api_base_url", "http://127.0.0.1:1");

        assertKind(FailureKind.TRANSIENT, null, null);
    }

    @Test
    void a_grant_that_is_gone_sends_nothing() {
        acme.revoke();

        assertKind(FailureKind.AUTH, null, null);
        assertThat(desks.google.requests(SENDS)).isEmpty();
    }

    private GmailSent last() {
        return acme.sent().get(acme.sent().size() - 1);
    }
}
