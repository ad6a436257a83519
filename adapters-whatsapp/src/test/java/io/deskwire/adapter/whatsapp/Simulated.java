package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.PublicFiles;
import io.deskwire.channel.SendResult;
import io.deskwire.config.ChannelConfig;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.OutboundSample;
import io.deskwire.testkit.SettableClock;
import io.deskwire.testkit.whatsapp.NumberSpec;
import io.deskwire.testkit.whatsapp.SimulatedCustomer;
import io.deskwire.testkit.whatsapp.SimulatedNumber;
import io.deskwire.testkit.whatsapp.WhatsAppSimulator;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A simulated provider with a number for each of two tenants, and their channels opened. */
final class Simulated implements AutoCloseable {

    static final String ACME = "acme";
    static final String BOLT = "bolt";
    static final String CHANNEL = "support";
    static final Address ANN = Address.phone("+16505551234", "Ann");

    final SettableClock clock = SettableClock.at(MessageSamples.NOON);
    final WhatsAppSimulator provider = WhatsAppSimulator.start(clock);
    final ChannelMemory memory = new InMemoryStores().memory();
    final Flavour flavour;

    private final Map<String, SimulatedNumber> numbers = new LinkedHashMap<>();
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private final Map<String, Object> more = new HashMap<>();
    private PublicFiles files = PublicFiles.none();

    Simulated(Flavour flavour) {
        this.flavour = flavour;
        add(ACME, NumberSpec.of("106540352242922", "+1 555-078-3881", "102290129340398"));
        add(BOLT, NumberSpec.of("206540352242923", "+49 30 1234567", "202290129340399"));
    }

    private void add(String tenant, NumberSpec spec) {
        numbers.put(
                tenant,
                provider.addNumber(spec.withFlavour(
                        switch (flavour) {
                            case META -> io.deskwire.testkit.whatsapp.Flavour.META;
                            case DIALOG_360 -> io.deskwire.testkit.whatsapp.Flavour.DIALOG360;
                            case TWILIO -> io.deskwire.testkit.whatsapp.Flavour.TWILIO;
                        })));
    }

    /** Another field of the documents, or another value of one; null takes it away. */
    Simulated with(String field, @Nullable Object value) {
        more.put(field, value);
        return this;
    }

    Simulated publishing(String base) {
        files = (tenant, file) -> java.util.Optional.of(
                URI.create(base + "/" + tenant + "/" + file.content().sha256()));
        return this;
    }

    SimulatedNumber number(String tenant) {
        return java.util.Objects.requireNonNull(numbers.get(tenant));
    }

    ChannelContext context() {
        return new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none(), memory, files);
    }

    ChannelConfig config(String tenant) {
        NumberSpec spec = number(tenant).spec();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("flavour", flavour == Flavour.META ? "meta" : flavour == Flavour.TWILIO ? "twilio" : "360dialog");
        config.put("phone_number", spec.displayPhoneNumber());
        switch (flavour) {
            case META -> {
                config.put("business_account_id", spec.wabaId());
                config.put("phone_number_id", spec.phoneNumberId());
                config.put("api_key", spec.accessTokens().get(0).reveal());
                config.put("api_secret", spec.appSecret().reveal());
                config.put("api_base_url", provider.graphBaseUrl());
            }
            case DIALOG_360 -> {
                config.put("api_key", spec.dialog360ApiKey().reveal());
                config.put("webhook_verify_token", spec.verifyToken());
                config.put("api_base_url", provider.dialog360BaseUrl());
            }
            case TWILIO -> {
                config.put("api_key", spec.accountSid());
                config.put("api_secret", spec.authToken().reveal());
                config.put("api_base_url", provider.twilioBaseUrl() + "/2010-04-01");
                config.put("webhook_url", "http://127.0.0.1:9/webhooks/" + tenant);
            }
        }
        more.forEach((field, value) -> {
            if (value == null) {
                config.remove(field);
            } else {
                config.put(field, value);
            }
        });
        return new ChannelConfig(
                tenant, CHANNEL, "whatsapp", config, spec.displayPhoneNumber(), Map.of(), true, java.util.List.of());
    }

    Channel channel(String tenant) {
        return channels.computeIfAbsent(tenant, t -> new WhatsAppChannelType().open(config(t), context()));
    }

    /** Opens the channel anew, as after a restart. */
    void restart(String tenant) {
        Channel channel = channels.remove(tenant);
        if (channel != null) {
            channel.close();
        }
    }

    SimulatedCustomer ann(String tenant) {
        return number(tenant).customer(ANN.value(), "Ann");
    }

    OutboundSample message(String tenant) {
        return MessageSamples.outbound()
                .channel(tenant, CHANNEL)
                .from(Address.phone("+" + number(tenant).spec().displayDigits(), null))
                .subject(null)
                .to(ANN);
    }

    /** As the core does it: asks for the time, then sends. */
    SendResult send(OutboundMessage message) throws ChannelException {
        var outbound = channel(message.tenantId()).outbound().orElseThrow();
        outbound.mayLeaveAt(message, clock.instant());
        return outbound.send(message, message.recipients());
    }

    @Override
    public void close() {
        channels.values().forEach(Channel::close);
        provider.close();
    }
}
