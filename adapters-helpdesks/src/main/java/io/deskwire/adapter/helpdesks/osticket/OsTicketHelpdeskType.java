package io.deskwire.adapter.helpdesks.osticket;

import io.deskwire.adapter.helpdesks.CommonSettings;
import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.HelpdeskTest;
import io.deskwire.adapter.helpdesks.HelpdeskType;
import io.deskwire.adapter.helpdesks.TicketSteps;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.http.HttpTransport;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Helpdesks of type {@code osticket}. One way: osTicket has neither webhooks nor a way to read answers, which leave by its own
 * SMTP; so it serves channels of e-mail, and shows messages of others without being able to answer them.
 *
 * <p>The document holds:
 *
 * <ul>
 *   <li>{@code api_base_url}: required; {@code https://osticket.example}, the folder that holds {@code api/}
 *   <li>{@code api_token}: required; an API key with "Can Create Tickets". osTicket binds it to the address that calls come
 *       from, so every node needs its own or all leave by one address
 *   <li>{@code email_address}: required; an address that osTicket knows as its own (Emails): the mail is addressed to it,
 *       which decides about department and help topic
 * </ul>
 *
 * <p>What is uncertain, since no osTicket was at hand: how it treats mail that it knows already while the ticket it belongs to
 * was deleted.
 */
public final class OsTicketHelpdeskType implements HelpdeskType {

    static final String KIND = "osticket";

    private final InstantSource clock;

    /**
     * @param clock the present
     */
    public OsTicketHelpdeskType(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String id() {
        return KIND;
    }

    @Override
    public Set<String> secretFields() {
        return CommonSettings.SECRETS;
    }

    @Override
    public List<ConfigProblem> check(ChannelConfig config) {
        CommonSettings common = common(config);
        address(config, common);
        return new ArrayList<>(common.problems());
    }

    private static CommonSettings common(ChannelConfig config) {
        return new CommonSettings(config, "https://osticket.example", false);
    }

    private static String address(ChannelConfig config, CommonSettings common) {
        String address = common.reader().text("email_address", config.ticketAddress());
        if (address == null || !address.strip().matches("[^@\\s]+@[^@\\s]+")) {
            common.reader().problem("email_address", "is required: an address that osTicket knows as its own");
            return "unknown@deskwire.invalid";
        }
        return address.strip();
    }

    @Override
    public Channel open(ChannelConfig config, ChannelContext context) {
        CommonSettings common = common(config);
        HelpdeskCalls calls = calls(config, common, context);
        ConnectionTest test = new HelpdeskTest(KIND, common.base(), context.egress(), null).ask("connection", () -> {
            // Whatever it answers: nothing can be asked of osTicket that does not make a ticket.
            int status =
                    calls.ask(calls.call("GET", "/api/tickets.email", null)).status();
            return "the server answers (HTTP " + status + "); whether it takes the key shows with the first mail";
        });
        return new Channel() {
            @Override
            public Optional<ConnectionTest> test() {
                return Optional.of(test);
            }

            @Override
            public void close() {
                calls.close();
            }
        };
    }

    @Override
    public TicketSteps sink(ChannelConfig config, ChannelContext context) {
        CommonSettings common = common(config);
        String address = address(config, common);
        return new OsTicketSink(calls(config, common, context), address);
    }

    private HelpdeskCalls calls(ChannelConfig config, CommonSettings common, ChannelContext context) {
        address(config, common);
        common.requireNoProblems();
        return new HelpdeskCalls(
                new HttpTransport(context.egress(), context.log()), clock, common.base(), "X-API-Key", common.token());
    }
}
