package io.deskwire.adapter.cloud.ses;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.cloud.AwsKeys;
import io.deskwire.testkit.cloud.SesSent;
import io.deskwire.testkit.cloud.SesSimulator;
import io.deskwire.testkit.cloud.Trouble;
import io.deskwire.testkit.contract.ProviderHarness;
import io.deskwire.testkit.contract.SentCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** One simulated account for each tenant. */
final class SesProviderHarness implements ProviderHarness {

    private static final String SENDING = "POST /ses/v2/email/outbound-emails";
    private static final String ERROR = "x-amzn-ErrorType";

    private final Map<String, SesSimulator> accounts = new ConcurrentHashMap<>();

    private SesSimulator account(String tenantId) {
        return accounts.computeIfAbsent(tenantId, tenant -> {
            SesSimulator amazon = SesSimulator.start(() -> Vectors.NOW, "eu-west-1", keys(tenant));
            amazon.verify("desk.example");
            return amazon;
        });
    }

    private static AwsKeys keys(String tenantId) {
        return AwsKeys.temporary("token-of-" + tenantId);
    }

    @Override
    public ChannelType type() {
        return new SesChannelType(() -> Vectors.NOW);
    }

    @Override
    public ChannelContext context() {
        return new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none());
    }

    @Override
    public ChannelConfig config(String tenantId) {
        AwsKeys keys = keys(tenantId);
        ChannelConfig plain = Documents.config(
                tenantId,
                Map.of(
                        "access_key_id", keys.id(),
                        "secret_access_key", keys.secretKey().reveal(),
                        "session_token",
                                Objects.requireNonNull(keys.sessionToken()).reveal(),
                        "api_base_url", account(tenantId).apiBaseUrl()));
        return ChannelConfig.of(tenantId, plain.channelId(), "aws_ses", plain.config(), "support@desk.example");
    }

    @Override
    public Set<Sabotage> abilities() {
        return Set.of(
                Sabotage.REFUSE_CREDENTIALS, Sabotage.THROTTLE, Sabotage.CUT_AFTER_TAKING, Sabotage.CUT_WHILE_TAKING);
    }

    @Override
    public void sabotage(String tenantId, Sabotage sabotage) {
        Trouble trouble = switch (sabotage) {
            case REFUSE_CREDENTIALS -> refused(403, "UnrecognizedClientException", "the token is invalid");
            case THROTTLE -> Trouble.throttled((int) RETRY_AFTER_SECONDS);
            case CUT_AFTER_TAKING -> Trouble.cutAfterAccepting();
            case CUT_WHILE_TAKING -> Trouble.cutBeforeAccepting();
            // A server's error says nothing about a message.
            case BE_AWAY, EXPIRE_CURSORS, DROP_WATCHES -> throw new IllegalArgumentException(sabotage.name());
        };
        account(tenantId).trouble(trouble, SENDING, Integer.MAX_VALUE);
    }

    static Trouble refused(int status, String code, String message) {
        return Trouble.answer(
                status, Map.of(ERROR, code + ":http://x/"), "application/json", "{\"message\":\"" + message + "\"}");
    }

    @Override
    public void recover(String tenantId) {
        account(tenantId).behave();
    }

    @Override
    public boolean answersPerRecipient() {
        return false;
    }

    @Override
    public List<SentCopy> sent(String tenantId) {
        return account(tenantId).sent().stream().map(SesProviderHarness::copy).toList();
    }

    static ParsedMessage parsed(SesSent sent) {
        try {
            return new MimeDecoder().decode(Content.of(sent.mail()), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SentCopy copy(SesSent sent) {
        ParsedMessage parsed = parsed(sent);
        return new SentCopy(
                Set.copyOf(sent.recipients()),
                String.valueOf(parsed.threading().messageId()),
                parsed.threading().inReplyTo().stream().findFirst().orElse(null),
                parsed.threading().references(),
                parsed.body().subject(),
                parsed.body().text().stripTrailing(),
                parsed.attachments().stream()
                        .collect(Collectors.toMap(Attachment::fileName, a -> String.valueOf(a.sha256()))));
    }

    @Override
    public List<String> secrets(String tenantId) {
        AwsKeys keys = keys(tenantId);
        return List.of(
                keys.secretKey().reveal(),
                Objects.requireNonNull(keys.sessionToken()).reveal());
    }

    @Override
    public void arrive(String tenantId, byte[] message) {
        throw new UnsupportedOperationException("SES keeps no mailbox");
    }

    @Override
    public void removeOldest(String tenantId) {
        throw new UnsupportedOperationException("SES keeps no mailbox");
    }

    @Override
    public int items(String tenantId) {
        return 0;
    }

    @Override
    public boolean isUntouched(String tenantId) {
        return true;
    }

    @Override
    public void close() {
        accounts.values().forEach(SesSimulator::close);
    }
}
