package io.deskwire.testkit.graph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox with the folders Inbox, Drafts, Sent Items, Deleted Items, Junk Email, Archive and Outbox. What happens to its
 * items is notified before the method that caused it returns. Thread-safe.
 */
public final class GraphMailbox {

    /** Whether Graph serves the mailbox. */
    public enum Health {
        ENABLED,
        /** 404 MailboxNotEnabledForRESTAPI: without a licence, on premises or soft-deleted. */
        NOT_ENABLED,
        /** 403 ErrorAccessDenied: a policy of Exchange (RBAC for applications) leaves it out. */
        DENIED,
        /** 507 ErrorQuotaExceeded for whatever would add to it. */
        FULL
    }

    private final World world;
    private final Notifier notifier;
    private final String tenant;
    private final String id = UUID.randomUUID().toString();
    private final MailStore store;
    private final Deltas deltas;
    private final Uploads uploads = new Uploads();
    private final Set<GraphQuirk> quirks = EnumSet.noneOf(GraphQuirk.class);
    private final MailboxRules rules;
    private final List<GraphSent> sent = new ArrayList<>();
    private String userPrincipalName;

    GraphMailbox(World world, Notifier notifier, String tenant, String userPrincipalName) {
        this.world = world;
        this.notifier = notifier;
        this.tenant = tenant;
        this.userPrincipalName = userPrincipalName;
        this.store = new MailStore(change -> notifier.happened(this, change));
        this.deltas = new Deltas(this);
        this.rules = new MailboxRules(world);
    }

    /** The GUID of the user, which outlives a new name. */
    public String id() {
        return id;
    }

    public String tenant() {
        return tenant;
    }

    /** The name that people sign in with, here the address too. */
    public String userPrincipalName() {
        synchronized (world.lock()) {
            return userPrincipalName;
        }
    }

    /** Gives the user another name; the id stays. */
    public void rename(String another) {
        synchronized (world.lock()) {
            userPrincipalName = another;
        }
    }

    /** A mail arrives in the inbox. */
    public GraphItem receive(byte[] mail) {
        return receive(mail, "inbox");
    }

    /**
     * A mail arrives.
     *
     * @param mail kept, not copied
     * @param folder well-known name, name or id
     */
    public GraphItem receive(byte[] mail, String folder) {
        GraphItem item;
        synchronized (world.lock()) {
            item = new GraphItem(
                    world.lock(), MailContent.of(Mime.arrived(mail)), store.anyFolder(folder), world.now());
            item.hide(quirks.contains(GraphQuirk.NOTIFIED_BEFORE_DELTA));
            store.thread(item);
            store.add(item);
        }
        notifier.flush();
        return item;
    }

    /** Somebody moves an item. */
    public void move(GraphItem item, String folder) {
        synchronized (world.lock()) {
            store.move(item, store.anyFolder(folder));
        }
        notifier.flush();
    }

    /** Somebody removes an item for good. */
    public void delete(GraphItem item) {
        synchronized (world.lock()) {
            store.remove(item);
        }
        notifier.flush();
    }

    /** Somebody reads an item, or marks it unread. */
    public void markRead(GraphItem item, boolean read) {
        synchronized (world.lock()) {
            item.markRead(read);
            store.touch(item);
        }
        notifier.flush();
    }

    /**
     * Somebody makes a folder.
     *
     * @return its id
     */
    public String addFolder(String displayName) {
        synchronized (world.lock()) {
            return store.addFolder(displayName).id();
        }
    }

    /** What is in a folder, oldest first. */
    public List<GraphItem> items(String folder) {
        synchronized (world.lock()) {
            return store.items(store.anyFolder(folder));
        }
    }

    /** What was sent from here, oldest first. */
    public List<GraphSent> sent() {
        synchronized (world.lock()) {
            return List.copyOf(sent);
        }
    }

    /** Shows delta and lists what {@link GraphQuirk#NOTIFIED_BEFORE_DELTA} hid. */
    public void showInDelta() {
        show("inbox");
    }

    /** Shows in Sent Items what {@link GraphQuirk#SENT_ITEM_LATE} hid. */
    public void showSent() {
        show("sentitems");
    }

    private void show(String except) {
        synchronized (world.lock()) {
            boolean ofSent = except.equals("sentitems");
            Folder sentItems = store.folder("sentitems");
            store.items().stream()
                    .filter(item -> item.isHidden() && item.in().equals(sentItems) == ofSent)
                    .forEach(store::show);
        }
    }

    public GraphMailbox with(GraphQuirk quirk) {
        synchronized (world.lock()) {
            quirks.add(quirk);
            return this;
        }
    }

    public GraphMailbox without(GraphQuirk quirk) {
        synchronized (world.lock()) {
            quirks.remove(quirk);
            return this;
        }
    }

    /** Lets the mailbox send in the name of an address. */
    public void allowSendAs(String address) {
        rules.allowSendAs(address);
    }

    /** Lets somebody else open this one: it is shared. */
    public void shareWith(GraphMailbox other) {
        rules.openTo(other);
    }

    /** Changes whether Graph serves the mailbox. */
    public void become(Health now) {
        rules.become(now);
    }

    /** How many bytes of MIME the tenant allows; 35 MiB at first. */
    public void allowMessagesOf(long bytes) {
        rules.allowMessagesOf(bytes);
    }

    /** How many requests of one app may be under way; four at first. */
    public void allowConcurrent(int requests) {
        rules.allowConcurrent(requests);
    }

    /** For how many minutes subscriptions may be asked for; 10,080 at first, older documents say 4,230. */
    public void allowSubscriptionsOf(int minutes) {
        rules.allowSubscriptionsOf(Duration.ofMinutes(minutes));
    }

    /**
     * Every link of delta that was given out is good no more.
     *
     * @param code such as {@code syncStateNotFound}, {@code SyncStateInvalid}, {@code resyncRequired}, {@code InvalidSyncStateData}
     * @param withLocation whether the answer says where to start afresh
     */
    public void expireDelta(String code, boolean withLocation) {
        synchronized (world.lock()) {
            deltas.expire(code, withLocation);
        }
    }

    /**
     * The mailbox moves to another server: every item gets other ids, immutable ones too, links of delta are good no more, and
     * subscriptions are removed with word of it.
     */
    public void moveMailbox() {
        synchronized (world.lock()) {
            store.renumber();
            deltas.expire("syncStateNotFound", false);
        }
        notifier.removeAll(this);
    }

    /** The subscriptions to this mailbox that are alive. */
    public List<GraphSubscription> subscriptions() {
        return notifier.alive().stream().filter(each -> each.mailbox() == this).toList();
    }

    World world() {
        return world;
    }

    MailStore store() {
        return store;
    }

    Deltas deltas() {
        return deltas;
    }

    Uploads uploads() {
        return uploads;
    }

    boolean has(GraphQuirk quirk) {
        synchronized (world.lock()) {
            return quirks.contains(quirk);
        }
    }

    MailboxRules rules() {
        return rules;
    }

    boolean maySendAs(@Nullable Person from) {
        return from == null || maySendAs(from.address());
    }

    /** Whether the mailbox may send in the name of an address: its own or one that was allowed. */
    boolean maySendAs(String address) {
        return address.equalsIgnoreCase(userPrincipalName()) || rules.maySendAs(address);
    }

    boolean opensTo(GraphMailbox other) {
        return other == this || rules.opensTo(other);
    }

    void sent(GraphSent mail) {
        sent.add(mail);
    }

    /** Finds a sent mail by what the sender knows it by; empty when there is none. */
    public Optional<GraphSent> sent(String header, String value) {
        return sent().stream()
                .filter(mail -> mail.header(header).filter(value::equals).isPresent())
                .findFirst();
    }
}
