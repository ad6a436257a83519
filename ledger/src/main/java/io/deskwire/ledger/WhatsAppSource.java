package io.deskwire.ledger;

import io.deskwire.testkit.whatsapp.MediaFile;
import io.deskwire.testkit.whatsapp.Misbehaviour;
import io.deskwire.testkit.whatsapp.NumberSpec;
import io.deskwire.testkit.whatsapp.Push;
import io.deskwire.testkit.whatsapp.ReceivedMessage;
import io.deskwire.testkit.whatsapp.SimulatedCustomer;
import io.deskwire.testkit.whatsapp.SimulatedNumber;
import io.deskwire.testkit.whatsapp.WhatsAppSimulator;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A WhatsApp Business number at Meta. */
final class WhatsAppSource extends Source {

    /** As much of a JPEG as tells what it is. */
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F'};

    private final WhatsAppSimulator whatsapp;
    private final SimulatedNumber number;
    private final Map<String, SimulatedCustomer> customers = new HashMap<>();
    /** Each third one is an image, however many other sources there are. */
    private int letters;

    WhatsAppSource(String tenant, Clock clock) {
        super(tenant, "whatsapp");
        whatsapp = WhatsAppSimulator.start(clock);
        number = whatsapp.addNumber(NumberSpec.of("106540352242922", "+1 555-078-3881", "102290129340398")
                .withAccessTokens("token")
                .withAppSecret("app secret")
                .withVerifyToken("verify"));
    }

    @Override
    Map<String, Object> config(String webhook) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("phone_number", "+15550783881");
        config.put("phone_number_id", "106540352242922");
        config.put("business_account_id", "102290129340398");
        config.put("api_key", "token");
        config.put("api_secret", "app secret");
        config.put("webhook_verify_token", "verify");
        config.put("webhook_url", webhook);
        config.put("api_base_url", whatsapp.graphBaseUrl());
        config.put("ticket_creation_enabled", true);
        config.put("template_messages", List.of());
        return config;
    }

    @Override
    boolean connected(String webhook) {
        number.sendWebhooksTo(webhook);
        return true;
    }

    @Override
    boolean hand(Letter letter, Random random) {
        SimulatedCustomer customer = customers.computeIfAbsent(
                letter.customer(),
                name -> number.customer("+1650" + (2_000_000 + customers.size()), "Customer " + name));
        if (letters++ % 3 == 0) {
            customer.image(MediaFile.of(JPEG, "image/jpeg", null), letter.subject());
        } else {
            customer.text(letter.subject());
        }
        return number.undelivered().isEmpty();
    }

    @Override
    boolean again() {
        number.redeliver();
        return number.undelivered().isEmpty();
    }

    @Override
    void repeat(Random random) {
        List<Push> pushes = number.pushes();
        if (!pushes.isEmpty()) {
            Push one = pushes.get(pushes.size() - 1 - random.nextInt(Math.min(20, pushes.size())));
            one.url().ifPresent(url -> repost(url, one.headers(), one.body()));
        }
    }

    @Override
    List<String> answers() {
        return number.sent().stream().map(ReceivedMessage::text).toList();
    }

    @Override
    String misbehave(Random random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                whatsapp.misbehave(Misbehaviour.tooManyRequests(Duration.ofSeconds(5)), ".*", 5);
                return "whatsapp 429";
            }
            case 1 -> {
                whatsapp.misbehave(Misbehaviour.html(502), ".*", 5);
                return "whatsapp 502";
            }
            case 2 -> {
                whatsapp.misbehave(Misbehaviour.cutAfterAccepting(), "POST", ".*/messages", 1);
                return "whatsapp cut after accepting";
            }
            default -> {
                whatsapp.misbehave(Misbehaviour.resetBeforeAccepting(), "POST", ".*/messages", 2);
                return "whatsapp reset before accepting";
            }
        }
    }

    @Override
    void behave() {
        whatsapp.behave();
    }

    @Override
    public void close() {
        whatsapp.close();
    }
}
