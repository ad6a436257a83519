package io.deskwire.testkit.whatsapp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A person who writes to one business number and receives what is sent from it. Writing makes webhooks (see
 * {@link CustomerMessages}); {@link #received} is the phone's screen. Thread-safe.
 */
public final class SimulatedCustomer extends CustomerMessages {

    private static final Duration WINDOW = Duration.ofHours(24);

    private final SimulatedNumber number;
    private final String key;
    private final CustomerEvents events;
    private final Set<String> aliases = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String phone;
    private volatile @Nullable String userId;
    private volatile @Nullable String parentUserId;
    private volatile @Nullable String username;
    private volatile String name;
    private volatile boolean hidesPhone;
    private volatile boolean reachable = true;
    private volatile boolean refusesMarketing;
    private @Nullable Instant lastWrote;

    SimulatedCustomer(SimulatedNumber number, String phoneOrUserId, String name) {
        this.number = number;
        this.name = name;
        if (Recipients.isUserId(phoneOrUserId)) {
            this.userId = phoneOrUserId;
            this.hidesPhone = true;
        } else {
            String digits = NumberSpec.digits(phoneOrUserId);
            if (digits.length() < 7) {
                throw new IllegalArgumentException("neither a phone number with country code nor a user id");
            }
            this.phone = digits;
            this.userId = SimulatorIds.userIdOf(number.spec().wabaId(), digits);
        }
        this.key = phoneOrUserId;
        this.events = new CustomerEvents(this);
    }

    /** The business number. */
    public SimulatedNumber number() {
        return number;
    }

    /** {@code wa_id}: digits without a plus; empty while the phone number stays hidden. */
    public Optional<String> waId() {
        return Optional.ofNullable(phone);
    }

    /** The business-scoped user id; made up for people who were named by their phone number. */
    public Optional<String> userId() {
        return Optional.ofNullable(userId);
    }

    /** What was sent to this person and not refused or failed, in order. */
    public List<ReceivedMessage> received() {
        return number.sentTo(this).stream()
                .filter(m -> !m.status().equals("failed") && m.content().fault() == 0)
                .toList();
    }

    /** Pushes the status {@code delivered} of a message. */
    public void deliver(String messageId) {
        Statuses.became(message(messageId), "delivered");
    }

    /** Pushes the status {@code read}. */
    public void read(String messageId) {
        Statuses.became(message(messageId), "read");
    }

    /** Pushes the status {@code played} of a voice note. */
    public void play(String messageId) {
        Statuses.became(message(messageId), "played");
    }

    /** Pushes any status, such as {@code sent} once more. */
    public void status(String messageId, String status) {
        Statuses.became(message(messageId), status);
    }

    /** Pushes the status {@code failed} with one of Meta's codes (for messages sent through Twilio: one of Twilio's). */
    public void fail(String messageId, int code) {
        Statuses.failed(message(messageId), code, GraphErrors.known(code).title());
    }

    /** From now on the phone number is missing from webhooks, as with people who have a user name. */
    public SimulatedCustomer hidePhone(@Nullable String newUsername) {
        hidesPhone = true;
        username = newUsername;
        return this;
    }

    /** The phone number stands in webhooks again. */
    public SimulatedCustomer showPhone() {
        hidesPhone = false;
        return this;
    }

    /** Without a business-scoped user id, as before 2026. */
    public SimulatedCustomer withoutUserId() {
        userId = null;
        return this;
    }

    /** With a parent user id, as in linked portfolios. */
    public SimulatedCustomer withParentUserId(String id) {
        parentUserId = id;
        return this;
    }

    /** Can be dialled under another number too, as in Brazil, Mexico and Argentina; {@code wa_id} stays what it is. */
    public SimulatedCustomer alsoDialledAs(String otherPhone) {
        aliases.add(NumberSpec.digits(otherPhone));
        return this;
    }

    /** Is not on WhatsApp, so that everything fails with 131026. */
    public SimulatedCustomer unreachable() {
        reachable = false;
        return this;
    }

    /** Opens the 24-hour window as if a message had been written at that time, without a webhook. */
    public SimulatedCustomer wroteAt(Instant time) {
        synchronized (aliases) {
            lastWrote = lastWrote == null || time.isAfter(lastWrote) ? time : lastWrote;
        }
        return this;
    }

    /** Whether free text may be sent now. */
    public boolean windowOpen() {
        synchronized (aliases) {
            return lastWrote != null && number.clock().instant().isBefore(lastWrote.plus(WINDOW));
        }
    }

    /** Moves to another phone number, which changes the user id too. Pushes the system message about it. */
    public String changeNumber(String newPhone) {
        String oldPhone = phone;
        String oldId = userId;
        String digits = NumberSpec.digits(newPhone);
        phone = digits;
        userId = oldId == null ? null : SimulatorIds.userIdOf(number.spec().wabaId(), digits);
        return events.changedNumber(name, oldPhone, digits, oldId, userId);
    }

    /** Gets another user id. Pushes the system message about it, in which no phone number stands. */
    public String changeUserId(String newUserId) {
        String oldId = userId;
        userId = newUserId;
        return events.changedUserId(name, oldId, newUserId);
    }

    /** Installs WhatsApp anew. Pushes the system message about the new identity. */
    public String changeIdentity() {
        return events.changedIdentity();
    }

    /** Wants no marketing any more, or wants it again. Pushes {@code user_preferences}; templates of marketing fail (131050). */
    public void wantMarketing(boolean wanted) {
        refusesMarketing = !wanted;
        events.marketing(wanted);
    }

    /** Calls the business, which opens the window. */
    public void call() {
        wroteAt(number.clock().instant());
        events.call();
    }

    /** Staff write to this person in the WhatsApp Business app. Pushes the echo of it; opens no window. */
    public String staffWrites(String text) {
        return staffSends("text", Trees.of("body", text));
    }

    /** Staff send anything in the WhatsApp Business app: a type and the object of that name. */
    public String staffSends(String type, Map<String, Object> content) {
        return events.echo(type, content);
    }

    /** Staff send a file in the WhatsApp Business app. */
    public String staffSends(String type, MediaFile file) {
        return staffSends(type, Contents.media(number, file, "caption", null));
    }

    SimulatedCustomer named(String newName) {
        name = newName;
        return this;
    }

    String key() {
        return key;
    }

    boolean reachable() {
        return reachable;
    }

    boolean refusesMarketing() {
        return refusesMarketing;
    }

    Optional<String> parentUserId() {
        return Optional.ofNullable(parentUserId);
    }

    @Nullable String waIdInWebhooks() {
        return hidesPhone ? null : phone;
    }

    String twilioAddress() {
        String visible = waIdInWebhooks();
        return visible != null ? "whatsapp:+" + visible : "whatsapp:" + userId;
    }

    boolean answersTo(String phoneOrUserId) {
        boolean byId = Recipients.isUserId(phoneOrUserId);
        return has(byId, byId ? phoneOrUserId : NumberSpec.digits(phoneOrUserId));
    }

    /** Whether this is the person with a user id, or with the digits of a phone number. */
    boolean has(boolean byId, String address) {
        return byId
                ? address.equals(userId) || address.equals(parentUserId)
                : address.equals(phone) || aliases.contains(address);
    }

    Map<String, Object> contact(boolean withUsername) {
        return Trees.of(
                "profile",
                Trees.of("name", name, "username", withUsername && username != null ? "@" + username : null),
                "wa_id",
                waIdInWebhooks(),
                "user_id",
                userId,
                "parent_user_id",
                parentUserId);
    }

    @Nullable String quoted(String messageId) {
        boolean own =
                number.spoken(messageId).map(SimulatedNumber.Spoken::ofCustomer).orElse(false);
        return own ? waIdInWebhooks() : number.spec().displayDigits();
    }

    String send(String type, Map<String, Object> rest, Circumstances circumstances, boolean opensWindow) {
        if (opensWindow && circumstances.groupId() == null) {
            wroteAt(circumstances.at() == null ? number.clock().instant() : circumstances.at());
        }
        return events.message(type, rest, circumstances);
    }

    private ReceivedMessage message(String id) {
        return number.sentTo(this).stream()
                .filter(m -> m.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no message " + id + " was sent to this customer"));
    }
}
