package io.deskwire.app.demo;

import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.whatsapp.NumberSpec;
import io.deskwire.testkit.whatsapp.SimulatedNumber;
import io.deskwire.testkit.whatsapp.SimulatedTemplate;
import io.deskwire.testkit.whatsapp.WhatsAppSimulator;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A WhatsApp that runs on this machine: one business number with two approved templates, and customers played with curl. */
public final class DemoWhatsApp implements AutoCloseable {

    static final String CHANNEL = "whatsapp";

    private static final String NUMBER = "+15550783881";
    private static final String CUSTOMER = "+4915112345678";
    private static final String ACCESS = "demo-access-token-of-the-simulator";
    private static final String SIGNING = "demo-app-key-of-the-simulator";
    private static final String HANDSHAKE = "demo-handshake";

    private final WhatsAppSimulator simulator;
    private final SimulatedNumber number;

    private DemoWhatsApp(WhatsAppSimulator simulator, SimulatedNumber number) {
        this.simulator = simulator;
        this.number = number;
    }

    static DemoWhatsApp start() {
        WhatsAppSimulator simulator = WhatsAppSimulator.start(Clock.systemUTC());
        SimulatedNumber number = simulator.addNumber(NumberSpec.of("106540352242922", NUMBER, "102290129340398")
                .withAccessTokens(ACCESS)
                .withAppSecret(SIGNING)
                .withVerifyToken(HANDSHAKE));
        number.templates()
                .add(SimulatedTemplate.of(
                        "ticket_created",
                        "en",
                        "Hello {{1}}, we have received your request and gave it number {{2}}."));
        number.templates()
                .add(SimulatedTemplate.of("order_update", "en", "Your order {{order}} will arrive on {{day}}.")
                        .withFooter("Deskwire demo")
                        .withQuickReply("Thank you"));
        return new DemoWhatsApp(simulator, number);
    }

    /** The tenant's channel, whose webhooks go to a server from now on. */
    ChannelConfig channel(String tenantId, String server) {
        String webhook = server + "/webhooks/whatsapp/" + tenantId + "/" + CHANNEL;
        number.sendWebhooksTo(webhook);
        Map<String, Object> document = Map.of(
                "phone_number",
                NUMBER,
                "phone_number_id",
                number.spec().phoneNumberId(),
                "business_account_id",
                number.spec().wabaId(),
                "api_key",
                ACCESS,
                "api_secret",
                SIGNING,
                "webhook_verify_token",
                HANDSHAKE,
                "webhook_url",
                webhook,
                "api_base_url",
                simulator.graphBaseUrl(),
                "template_messages",
                List.of(Map.of("name", "ticket_created", "template_id", "ticket_created", "language", "en")));
        return ChannelConfig.of(tenantId, CHANNEL, "whatsapp", document, NUMBER);
    }

    /** The number as WhatsApp sees it. */
    public SimulatedNumber number() {
        return number;
    }

    /** Tells how to play a customer of it. */
    void print(PrintWriter out, int step) {
        String control = simulator.baseUrl() + "/simulator/messages";
        out.println(step + ". Write to " + NUMBER + " on WhatsApp as a customer:");
        out.println();
        out.println("curl -sS " + control + " -d '{\"from\":\"" + CUSTOMER
                + "\",\"name\":\"Maria\",\"text\":\"Hello, is my parcel on its way?\"}'");
        out.println();
        out.println((step + 1) + ". Another ticket appears. Answer it in the console, then see what the customer got:");
        out.println();
        out.println("curl -sS '" + control + "?to=" + CUSTOMER.replace("+", "%2B") + "'");
        out.println();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
