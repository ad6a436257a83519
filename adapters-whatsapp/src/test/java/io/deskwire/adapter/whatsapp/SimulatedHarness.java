package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Address;
import io.deskwire.testkit.contract.ProviderHarness;
import io.deskwire.testkit.contract.SentCopy;
import io.deskwire.testkit.whatsapp.Misbehaviour;
import io.deskwire.testkit.whatsapp.NumberSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The simulated provider for the contract of sending; what it says about reading has contracts of its own. */
final class SimulatedHarness implements ProviderHarness {

    private static final int UNTIL_RECOVERY = 1_000_000;

    private final Simulated simulated;

    SimulatedHarness(Flavour flavour) {
        simulated = new Simulated(flavour);
        simulated.provider.behaviour().pairRate(false);
        List.of(Simulated.ACME, Simulated.BOLT)
                .forEach(tenant -> simulated.ann(tenant).text("Hello?"));
    }

    @Override
    public ChannelType type() {
        return new WhatsAppChannelType();
    }

    @Override
    public ChannelContext context() {
        return simulated.context();
    }

    @Override
    public ChannelConfig config(String tenantId) {
        return simulated.config(tenantId);
    }

    @Override
    public Set<Sabotage> abilities() {
        return EnumSet.of(
                Sabotage.REFUSE_CREDENTIALS,
                Sabotage.BE_AWAY,
                Sabotage.THROTTLE,
                Sabotage.CUT_AFTER_TAKING,
                Sabotage.CUT_WHILE_TAKING);
    }

    @Override
    public Set<Carriage> carries() {
        return EnumSet.noneOf(Carriage.class);
    }

    @Override
    public Address reaching(Address person) {
        return Simulated.ANN;
    }

    @Override
    public boolean answersPerRecipient() {
        return false;
    }

    @Override
    public void sabotage(String tenantId, Sabotage sabotage) {
        boolean twilio = simulated.flavour == Flavour.TWILIO;
        Misbehaviour how = switch (sabotage) {
            case REFUSE_CREDENTIALS ->
                twilio
                        ? Misbehaviour.answer(
                                401, "application/json", "{\"code\":20003,\"message\":\"Authenticate\",\"status\":401}")
                        : Misbehaviour.graphError(190);
            case BE_AWAY -> Misbehaviour.html(503);
            case THROTTLE -> Misbehaviour.tooManyRequests(Duration.ofSeconds(RETRY_AFTER_SECONDS));
            case CUT_AFTER_TAKING -> Misbehaviour.cutAfterAccepting();
            case CUT_WHILE_TAKING -> Misbehaviour.resetBeforeAccepting();
            default -> throw new IllegalArgumentException(sabotage + " is not among the abilities");
        };
        NumberSpec spec = simulated.number(tenantId).spec();
        String path = switch (simulated.flavour) {
            case META -> spec.phoneNumberId() + "/messages";
            case DIALOG_360 -> "/messages";
            case TWILIO -> spec.accountSid() + "/Messages.json";
        };
        simulated.provider.misbehave(how, "POST", path, UNTIL_RECOVERY);
    }

    @Override
    public void recover(String tenantId) {
        simulated.provider.behave();
    }

    @Override
    public List<SentCopy> sent(String tenantId) {
        return simulated.number(tenantId).sent().stream()
                .map(message -> new SentCopy(
                        Set.of(Simulated.ANN.value()), message.id(), null, List.of(), null, message.text(), Map.of()))
                .toList();
    }

    @Override
    public List<String> secrets(String tenantId) {
        NumberSpec spec = simulated.number(tenantId).spec();
        return List.of(
                spec.accessTokens().get(0).reveal(),
                spec.dialog360ApiKey().reveal(),
                spec.authToken().reveal());
    }

    @Override
    public void arrive(String tenantId, byte[] message) {
        throw notRead();
    }

    @Override
    public void removeOldest(String tenantId) {
        throw notRead();
    }

    @Override
    public int items(String tenantId) {
        throw notRead();
    }

    @Override
    public boolean isUntouched(String tenantId) {
        throw notRead();
    }

    private static UnsupportedOperationException notRead() {
        return new UnsupportedOperationException("WhatsApp pushes; nothing is read after a cursor");
    }

    @Override
    public void close() {
        simulated.close();
    }
}
