package io.deskwire.examples.sms;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.testkit.contract.ProviderHarness;
import io.deskwire.testkit.contract.SentCopy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells the contracts how to play the gateway. */
final class SmsHarness implements ProviderHarness {

    private static final String CUSTOMER = "+15551112222";

    private final SmsGateway gateway = new SmsGateway();
    private final SmsChannelType type = new SmsChannelType();
    private final Map<String, Integer> expected = new HashMap<>();
    private String newestTenant = "";

    SmsHarness() throws IOException {}

    private static String key(String tenantId) {
        return "key-of-" + tenantId;
    }

    @Override
    public ChannelType type() {
        return type;
    }

    @Override
    public ChannelContext context() {
        return new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none());
    }

    @Override
    public ChannelConfig config(String tenantId) {
        gateway.account(key(tenantId));
        Map<String, Object> document = Map.of(
                "api_base_url", gateway.base().toString(), "api_key", key(tenantId), "phone_number", "+15559990000");
        return ChannelConfig.of(tenantId, "support", type.id(), document, "+15559990000");
    }

    @Override
    public synchronized void arrive(String tenantId, byte[] message) {
        expected.merge(tenantId, 1, Integer::sum);
        newestTenant = tenantId;
        gateway.arrive(key(tenantId), CUSTOMER, "+15559990000", new String(message, StandardCharsets.ISO_8859_1));
    }

    /** The gateway has texts, not bytes: what the channel hands over is what the gateway says of the message. */
    @Override
    public synchronized byte[] asHeld(byte[] arrived) {
        SmsGateway.Account account = gateway.account(key(newestTenant));
        synchronized (account) {
            return Json.writeBytes(account.inbox.get(account.inbox.size() - 1).message());
        }
    }

    @Override
    public synchronized void removeOldest(String tenantId) {
        expected.merge(tenantId, -1, Integer::sum);
        SmsGateway.Account account = gateway.account(key(tenantId));
        synchronized (account) {
            account.inbox.remove(0);
        }
    }

    @Override
    public int items(String tenantId) {
        SmsGateway.Account account = gateway.account(key(tenantId));
        synchronized (account) {
            return account.inbox.size();
        }
    }

    @Override
    public synchronized boolean isUntouched(String tenantId) {
        return items(tenantId) == expected.getOrDefault(tenantId, 0);
    }

    @Override
    public Set<Sabotage> abilities() {
        return EnumSet.complementOf(EnumSet.of(Sabotage.DROP_WATCHES));
    }

    /** A text to one person. */
    @Override
    public Set<Carriage> carries() {
        return EnumSet.noneOf(Carriage.class);
    }

    @Override
    public Address reaching(Address person) {
        return Address.phone("+1555" + (1_000_000 + Math.floorMod(person.value().hashCode(), 1_000_000)), null);
    }

    @Override
    public boolean answersPerRecipient() {
        return false;
    }

    @Override
    public void sabotage(String tenantId, Sabotage sabotage) {
        if (sabotage == Sabotage.EXPIRE_CURSORS) {
            gateway.renumber(key(tenantId));
            return;
        }
        SmsGateway.Account account = gateway.account(key(tenantId));
        synchronized (account) {
            account.sabotage = sabotage;
        }
    }

    @Override
    public void recover(String tenantId) {
        SmsGateway.Account account = gateway.account(key(tenantId));
        synchronized (account) {
            account.sabotage = null;
        }
    }

    @Override
    public List<SentCopy> sent(String tenantId) {
        SmsGateway.Account account = gateway.account(key(tenantId));
        synchronized (account) {
            return account.sent.stream()
                    .map(message -> new SentCopy(
                            Set.of(String.valueOf(message.get("to"))),
                            String.valueOf(message.get("reference")),
                            null,
                            List.of(),
                            null,
                            String.valueOf(message.get("text")),
                            Map.of()))
                    .toList();
        }
    }

    @Override
    public List<String> secrets(String tenantId) {
        return List.of(key(tenantId));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
