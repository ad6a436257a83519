package io.deskwire.testkit.contract;

import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.Correspondents;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import io.deskwire.rules.TicketFields;
import io.deskwire.rules.Verdict;
import io.deskwire.threading.Decision;
import io.deskwire.threading.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Messages and decisions with something in every field, and with nothing in any. */
final class RichMessage {

    private static final Instant THEN = Instant.parse("2026-02-28T23:59:59.123Z");

    private RichMessage() {}

    /** Every field filled, in several scripts. */
    static ParsedMessage full(String messageId) {
        return new ParsedMessage(
                "key of " + messageId,
                MessageKind.BOUNCE,
                new ThreadHeaders(messageId, List.of("p@x", "q@x"), List.of("a@x", "p@x"), "gmail-1", "thread-1"),
                new Correspondents(
                        Address.email("ann@customer.example", "Ann Ünlü 😀"),
                        new Address(Address.Kind.PHONE, "+15551234567", null),
                        List.of(Address.email("reply@customer.example")),
                        List.of(Address.email("support@tenant.example", "Hilfe"), Address.email("b@x.example")),
                        List.of(new Address(Address.Kind.BUSINESS_USER_ID, "US.42", "Bo")),
                        List.of(Address.email("hidden@x.example"))),
                new Body(
                        "Betreff: Ünï 件名 😀", "Zeile 1\r\nZeile 2\t'\"\\ {}[] %s ?", "<p>x</p>", "<p>y</p>", "Zeile 1"),
                List.of(
                        new Attachment(
                                0,
                                "Rechnung 件.pdf",
                                "application/pdf",
                                5_000_000_000L,
                                "00ff",
                                false,
                                null,
                                Attachment.State.AVAILABLE),
                        new Attachment(1, "logo.png", "image/png", -1, null, true, "cid@x", Attachment.State.PENDING)),
                new Automation(Automation.AutoSubmitted.AUTO_REPLIED, true, "list.example"),
                new Authentication("pass", "fail", null),
                THEN,
                List.of(
                        new DeliveryReport(
                                "ours@tenant.example",
                                "provider-1",
                                Address.email("gone@customer.example"),
                                DeliveryStatus.BOUNCED,
                                "5.1.1",
                                "no such user",
                                THEN),
                        new DeliveryReport(null, null, null, DeliveryStatus.DELIVERED, null, null, null)),
                List.of(new Issue("unknown-charset", "x-martian"), new Issue("cut-off", "")));
    }

    /** Nothing that can be missing is there. */
    static ParsedMessage bare(String dedupeKey) {
        return new ParsedMessage(
                dedupeKey,
                MessageKind.MESSAGE,
                ThreadHeaders.of(null),
                new Correspondents(null, null, List.of(), List.of(), List.of(), List.of()),
                Body.text(null, ""),
                List.of(),
                Automation.none(),
                Authentication.unknown(),
                null,
                List.of(),
                List.of());
    }

    /** What a hostile sender makes of subject and text. */
    static ParsedMessage hostile(String messageId, String subject, String text) {
        return new ParsedMessage(
                "key of " + messageId,
                MessageKind.MESSAGE,
                ThreadHeaders.of(messageId),
                Correspondents.of(Address.email("ann@customer.example"), Address.email("support@tenant.example")),
                Body.text(subject, text),
                List.of(),
                Automation.none(),
                Authentication.unknown(),
                null,
                List.of(),
                List.of());
    }

    /** A decision with everything on record. */
    static Decision decision(Decision.Outcome outcome, String conversationId) {
        return new Decision(
                outcome,
                conversationId,
                "related-1",
                List.of(
                        new Signal(Signal.Type.SIGNED_ADDRESS, "support+x@tenant.example", null, false, "bad token"),
                        new Signal(Signal.Type.KNOWN_MESSAGE, "p@x", conversationId, true, "writer is a participant")),
                List.of("Notiz 件"),
                new Verdict(
                        Verdict.Outcome.PASS,
                        null,
                        null,
                        List.of("vip", "Kunde 件"),
                        new TicketFields(
                                "sales",
                                "high",
                                "question",
                                "mia",
                                "sales@tenant.example",
                                List.of("a", "b"),
                                Map.of("region", "EMEA", "score", 7L, "rate", 0.5, "vip", true))));
    }
}
