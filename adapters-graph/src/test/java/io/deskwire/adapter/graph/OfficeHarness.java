package io.deskwire.adapter.graph;

import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.contract.ProviderHarness;
import io.deskwire.testkit.contract.SentCopy;
import io.deskwire.testkit.graph.GraphItem;
import io.deskwire.testkit.graph.GraphSent;
import io.deskwire.testkit.graph.GraphTrouble;
import io.deskwire.testkit.graph.SignInError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Microsoft 365 for the contracts: an organisation of its own for each tenant. */
final class OfficeHarness implements ProviderHarness {

    private final Map<String, Office> offices = new HashMap<>();
    /** Messages of the clauses are an hour old: what is not found among what was sent was not sent. */
    private final ChannelType type = new GraphChannelType(InstantSource.fixed(Office.NOW.plus(Duration.ofHours(1))));

    private final Map<String, ChannelConfig> configs = new ConcurrentHashMap<>();

    OfficeHarness(boolean delegated, Map<String, Object> settings) {
        for (String tenant : List.of("acme", "bolt")) {
            Office office = new Office(tenant, delegated);
            office.mailbox.addFolder("Done");
            offices.put(tenant, office);
            configs.put(tenant, office.config(settings));
        }
    }

    private Office office(String tenant) {
        return Objects.requireNonNull(offices.get(tenant), tenant);
    }

    @Override
    public ChannelType type() {
        return type;
    }

    /** Each office's own memory and tokens would do as well: nothing of them is shared. */
    @Override
    public ChannelContext context() {
        return office("acme").context();
    }

    @Override
    public ChannelConfig config(String tenantId) {
        return Objects.requireNonNull(configs.get(tenantId), tenantId);
    }

    @Override
    public void arrive(String tenantId, byte[] message) {
        office(tenantId).mailbox.receive(asHeld(message));
    }

    /** Exchange keeps no mail without a header: what has none gets one. */
    @Override
    public byte[] asHeld(byte[] arrived) {
        String text = new String(arrived, StandardCharsets.ISO_8859_1);
        return text.matches("(?s)[A-Za-z-]+:.*")
                ? arrived
                : ("X-Held: by Exchange\r\n\r\n" + text).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void removeOldest(String tenantId) {
        office(tenantId).mailbox.delete(office(tenantId).mailbox.items("inbox").get(0));
    }

    @Override
    public int items(String tenantId) {
        return office(tenantId).mailbox.items("inbox").size();
    }

    @Override
    public boolean isUntouched(String tenantId) {
        Office office = office(tenantId);
        return office.mailbox.items("inbox").stream().noneMatch(GraphItem::isRead)
                && office.mailbox.items("Done").isEmpty()
                && office.mailbox.items("deleteditems").isEmpty();
    }

    @Override
    public Set<Sabotage> abilities() {
        return Set.of(
                Sabotage.REFUSE_CREDENTIALS,
                Sabotage.BE_AWAY,
                Sabotage.THROTTLE,
                Sabotage.CUT_AFTER_TAKING,
                Sabotage.EXPIRE_CURSORS);
    }

    @Override
    public boolean answersPerRecipient() {
        return false;
    }

    @Override
    public void sabotage(String tenantId, Sabotage sabotage) {
        Office office = office(tenantId);
        switch (sabotage) {
            case REFUSE_CREDENTIALS -> {
                office.app.refuseTokens(SignInError.EXPIRED_SECRET);
                office.app.revokeAccessTokens();
            }
            case BE_AWAY -> office.graph.trouble(GraphTrouble.htmlPage(503), "/v1.0/");
            case THROTTLE -> office.graph.trouble(GraphTrouble.throttled(Long.toString(RETRY_AFTER_SECONDS)), "/v1.0/");
            case CUT_AFTER_TAKING -> office.graph.trouble(GraphTrouble.droppedAfterAccepting(), "sendMail");
            case EXPIRE_CURSORS -> office.mailbox.moveMailbox();
            default -> throw new IllegalArgumentException(sabotage.name());
        }
    }

    @Override
    public void recover(String tenantId) {
        office(tenantId).app.refuseTokens(null);
        office(tenantId).graph.behave();
    }

    @Override
    public List<SentCopy> sent(String tenantId) {
        List<SentCopy> copies = new ArrayList<>();
        office(tenantId).mailbox.sent().forEach(sent -> copies.add(copy(sent)));
        return copies;
    }

    private static SentCopy copy(GraphSent sent) {
        try {
            ParsedMessage mail = new MimeDecoder().decode(Content.of(sent.mime()), Map.of());
            List<String> parents = mail.threading().inReplyTo();
            return new SentCopy(
                    new HashSet<>(sent.recipients()),
                    sent.internetMessageId().replaceAll("[<>]", ""),
                    parents.isEmpty() ? null : parents.get(0),
                    mail.threading().references(),
                    mail.body().subject(),
                    mail.body().text(),
                    mail.attachments().stream()
                            .collect(Collectors.toMap(
                                    Attachment::fileName, file -> Objects.requireNonNull(file.sha256()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> secrets(String tenantId) {
        return List.of(office(tenantId).secret());
    }

    @Override
    public void close() {
        offices.values().forEach(Office::close);
    }
}
