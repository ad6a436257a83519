package io.deskwire.testkit.whatsapp;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A business number at the simulator: its customers, its webhooks, what was sent from it. Thread-safe. */
public final class SimulatedNumber {

    /** One message of either side. */
    record Spoken(String type, boolean ofCustomer, Instant at) {}

    private final NumberSpec spec;
    private final SimulatorState state;
    private final Account account;
    private final List<SimulatedCustomer> customers = new ArrayList<>();
    private final Map<String, SimulatedCustomer> lastFound = new ConcurrentHashMap<>();
    private final Map<String, ReceivedMessage> sent = new LinkedHashMap<>();
    private final List<String> lostSilently = new CopyOnWriteArrayList<>();
    private final List<String> markedRead = new CopyOnWriteArrayList<>();
    private final Map<String, Spoken> spoken = new HashMap<>();
    private final Map<String, Instant> nextFree = new HashMap<>();
    private volatile @Nullable URI ownUrl;
    private volatile @Nullable URI override;
    private volatile Map<String, String> webhookHeaders = Map.of();
    private volatile boolean registered = true;

    SimulatedNumber(NumberSpec spec, SimulatorState state, Account account) {
        this.spec = spec;
        this.state = state;
        this.account = account;
        this.ownUrl = spec.webhookUrl();
        if (ownUrl != null) {
            account.subscribe();
        }
    }

    /** What it was added with. */
    public NumberSpec spec() {
        return spec;
    }

    /** Points its webhooks to an address, without a handshake, and subscribes its account. */
    public void sendWebhooksTo(String url) {
        ownUrl = URI.create(url);
        account.subscribe();
    }

    /**
     * A person who writes to this number; the same one for the same phone number or id.
     *
     * @param phoneOrUserId a phone number with its country code, or a business-scoped user id ({@code US.1349…}) for
     *     somebody whose phone number stays hidden
     */
    public SimulatedCustomer customer(String phoneOrUserId, String name) {
        synchronized (customers) {
            Optional<SimulatedCustomer> known = find(phoneOrUserId);
            SimulatedCustomer customer = known.orElseGet(() -> new SimulatedCustomer(this, phoneOrUserId, name));
            if (known.isEmpty()) {
                customers.add(customer);
            }
            return customer.named(name);
        }
    }

    /** The templates of its account. */
    public SimulatedTemplates templates() {
        return account.templates();
    }

    /** Every message sent from this number, the failed ones too, in order. */
    public List<ReceivedMessage> sent() {
        synchronized (sent) {
            return List.copyOf(sent.values());
        }
    }

    /** Ids of messages whose {@code to} was a business-scoped user id: answered with 200, delivered to nobody. */
    public List<String> lostSilently() {
        return List.copyOf(lostSilently);
    }

    /** Ids of the messages that were marked as read, in order. */
    public List<String> markedRead() {
        return List.copyOf(markedRead);
    }

    /** Takes back its registration: sends are refused with 133010 until {@code POST /{phone_number_id}/register}. */
    public void deregister() {
        registered = false;
    }

    /** Every webhook pushed for this number, in order. */
    public List<Push> pushes() {
        return state.webhooks().log().pushes(this);
    }

    /** The webhooks that were not taken and wait for another try. */
    public List<Push> undelivered() {
        return state.webhooks().log().undelivered(this);
    }

    /**
     * Pushes again what was not taken, to where the webhooks go now. What is older than seven days is dropped, as Meta does.
     *
     * @return the pushes made
     */
    public List<Push> redeliver() {
        return state.webhooks().log().redeliver(this);
    }

    /** Pushes any body, signed as it is. */
    public Push push(byte[] rawBody) {
        return state.webhooks().raw(this, rawBody);
    }

    /** Pushes any body, as UTF-8. */
    public Push push(String rawBody) {
        return push(rawBody.getBytes(StandardCharsets.UTF_8));
    }

    /** Pushes an envelope with a change of any field; metadata of this number is added to the value. */
    public void pushChange(String field, Map<String, Object> value) {
        emit(Update.value(this, field, value));
    }

    /** Pushes a change of an account field ({@code account_update} and the like): no metadata, the entry has a time. */
    public void pushAccountChange(String field, Map<String, Object> value) {
        emit(Update.account(this, field, value));
    }

    /** Pushes an error that belongs to no message. */
    public void pushError(int code, String details) {
        pushChange("messages", Trees.of("errors", GraphErrors.listInWebhook(code, details)));
    }

    /** Pushes one webhook again, so many times, by so many threads at once. */
    public List<Push> repeat(Push push, int times, int threads) {
        return state.webhooks().log().repeat(this, push, times, threads);
    }

    /** Runs an action whose updates go out in as few posts as possible, up to 1,000 in each. */
    public void batch(Runnable action) {
        state.webhooks().inBatch(action);
    }

    SimulatorState state() {
        return state;
    }

    Clock clock() {
        return state.clock();
    }

    Account account() {
        return account;
    }

    boolean registered() {
        return registered;
    }

    void register() {
        registered = true;
    }

    /** Where webhooks go now: the number's override, the account's, the app's; null while nobody has subscribed. */
    @Nullable URI webhookUrl() {
        URI byNumber = override;
        if (spec.flavour() != Flavour.META) {
            return byNumber == null ? ownUrl : byNumber;
        }
        if (!account.subscribed()) {
            return null;
        }
        URI byAccount = account.override();
        return byNumber != null ? byNumber : byAccount != null ? byAccount : ownUrl;
    }

    Map<String, String> webhookHeaders() {
        return webhookHeaders;
    }

    void override(@Nullable URI url, Map<String, String> headers) {
        override = url;
        webhookHeaders = Map.copyOf(headers);
    }

    @Nullable URI override() {
        return override;
    }

    void emit(Update update) {
        state.webhooks().emit(update);
    }

    Optional<SimulatedCustomer> find(String phoneOrUserId) {
        boolean userId = Recipients.isUserId(phoneOrUserId);
        String address = userId ? phoneOrUserId : NumberSpec.digits(phoneOrUserId);
        SimulatedCustomer last = lastFound.get(address);
        if (last != null && last.has(userId, address)) {
            return Optional.of(last);
        }
        synchronized (customers) {
            for (SimulatedCustomer customer : customers) {
                if (customer.has(userId, address)) {
                    lastFound.put(address, customer);
                    return Optional.of(customer);
                }
            }
        }
        return Optional.empty();
    }

    void remember(String messageId, String type, boolean ofCustomer, Instant at) {
        synchronized (spoken) {
            spoken.put(messageId, new Spoken(type, ofCustomer, at));
        }
    }

    Optional<Spoken> spoken(String messageId) {
        synchronized (spoken) {
            return Optional.ofNullable(spoken.get(messageId));
        }
    }

    void addSent(ReceivedMessage message) {
        synchronized (sent) {
            sent.put(message.id(), message);
        }
        remember(message.id(), message.type(), false, message.at());
    }

    void addLost(String id) {
        lostSilently.add(id);
    }

    void addRead(String id) {
        markedRead.add(id);
    }

    List<ReceivedMessage> sentTo(SimulatedCustomer customer) {
        return sent().stream().filter(m -> m.customer() == customer).toList();
    }

    Optional<ReceivedMessage> sent(String id) {
        synchronized (sent) {
            return Optional.ofNullable(sent.get(id));
        }
    }

    /** Takes one turn of the pair rate: one in 6 s, with 45 borrowed from the future at most. */
    boolean takeTurn(SimulatedCustomer customer) {
        Duration pause = Duration.ofSeconds(6);
        Instant now = clock().instant();
        synchronized (nextFree) {
            Instant free = nextFree.getOrDefault(customer.key(), now);
            Instant from = free.isBefore(now) ? now : free;
            if (Duration.between(now, from).compareTo(pause.multipliedBy(44)) > 0) {
                return false;
            }
            nextFree.put(customer.key(), from.plus(pause));
            return true;
        }
    }

    String twilioMediaUrl(String messageId, String mediaId) {
        return state.base() + "/twilio/2010-04-01/Accounts/" + spec.accountSid() + "/Messages/" + messageId + "/Media/"
                + mediaId;
    }

    /** A contact card, kept as a vCard to be fetched. */
    String twilioContactUrl(String messageId, Map<String, Object> message) {
        List<String> lines = new ArrayList<>(List.of("BEGIN:VCARD", "VERSION:3.0"));
        for (Object contact : Trees.list(message.get("contacts"))) {
            Map<String, Object> card = Trees.object(contact);
            lines.add("FN:" + Trees.text(Trees.object(card.get("name")).get("formatted_name"), ""));
            Trees.list(card.get("phones"))
                    .forEach(p -> lines.add("TEL:" + Trees.text(Trees.object(p).get("phone"), "")));
        }
        lines.add("END:VCARD");
        byte[] bytes = (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
        return twilioMediaUrl(
                messageId,
                state.media()
                        .inbound(this, MediaFile.of(bytes, "text/vcard", null))
                        .id());
    }

    @Override
    public String toString() {
        return "number " + spec.phoneNumberId() + " (" + spec.flavour() + ")";
    }
}
