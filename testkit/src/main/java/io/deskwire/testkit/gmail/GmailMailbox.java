package io.deskwire.testkit.gmail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** One mailbox of the simulated Gmail, and what a test may do with it. Thread-safe. */
public final class GmailMailbox {

    private final String email;
    private final Clock clock;
    private final GoogleGrants grants;
    private final MailboxStore store;
    private final GmailWatches watches;
    private final GmailQuota quota;
    private final List<GmailSent> sent = new CopyOnWriteArrayList<>();
    private final Map<String, Map<String, Object>> aliases = new LinkedHashMap<>();
    private volatile boolean rewritesIds;

    GmailMailbox(String email, Clock clock, AtomicLong ids, GoogleGrants grants, PubSubTopics topics) {
        this.email = email;
        this.clock = clock;
        this.grants = grants;
        this.watches = new GmailWatches(email, clock, topics);
        this.store = new MailboxStore(clock, ids, watches::changed);
        this.quota = new GmailQuota(clock);
    }

    /** The account's own address. */
    public String email() {
        return email;
    }

    /**
     * A mail comes in, unread in the inbox, in the thread of what it answers under the same subject.
     *
     * @return its id
     */
    public String receive(byte[] mail) {
        return receive(mail, "INBOX", "UNREAD");
    }

    /** A mail comes in with these label ids and no other. */
    public String receive(byte[] mail, String... labelIds) {
        return receiveAt(clock.instant(), mail, labelIds);
    }

    /** A mail comes in that Gmail accepted at some other time, so that its {@code internalDate} differs. */
    public String receiveAt(Instant at, byte[] mail, String... labelIds) {
        byte[] raw = mail.clone();
        return store.add(raw, Set.of(labelIds), store.threadFor(MailHead.of(raw)), at)
                .id();
    }

    /** Somebody writes a draft. */
    public String draft(byte[] mail) {
        return receive(mail, "DRAFT");
    }

    /** Adds labels. */
    public void label(String id, String... labelIds) {
        store.relabel(id, Set.of(labelIds), Set.of());
    }

    /** Takes labels away. */
    public void unlabel(String id, String... labelIds) {
        store.relabel(id, Set.of(), Set.of(labelIds));
    }

    /** Moves out of the inbox, spam and trash, and under another label. */
    public void move(String id, String labelId) {
        Set<String> places = new java.util.HashSet<>(Set.of("INBOX", "SPAM", "TRASH"));
        places.remove(labelId);
        store.relabel(id, Set.of(labelId), places);
    }

    /** Moves into the trash. */
    public void trash(String id) {
        move(id, "TRASH");
    }

    /** Deletes for good: it stays in the history, and a request for it is answered by 404. */
    public void delete(String id) {
        store.delete(id);
    }

    /** Everything in the mailbox, oldest first. */
    public List<GmailMessage> messages() {
        return store.all();
    }

    /**
     * One message.
     *
     * @throws java.util.NoSuchElementException when it is gone
     */
    public GmailMessage message(String id) {
        return store.find(id).orElseThrow();
    }

    /** The mailbox's newest history id. */
    public long historyId() {
        return store.historyId();
    }

    /** Every history id so far becomes too old: a list from there is answered by 404 {@code notFound}. */
    public void forgetHistory() {
        store.forgetHistory();
    }

    /** Whether each change stands in two records from now on. */
    public void repeatHistory(boolean on) {
        store.repeatHistory(on);
    }

    /** Whether a start that lies in the future is answered like one from which nothing happened; 404 at first. */
    public void takeFutureHistory(boolean on) {
        store.takesFutureHistory(on);
    }

    /** Whether lists begin with what came last; at first with what has the latest {@code internalDate}. */
    public void listByArrival(boolean on) {
        store.listsByArrival(on);
    }

    /** The largest page of history and lists from now on, whatever is asked for; 500 at first. */
    public void pageSize(int largest) {
        store.pageSize(largest);
    }

    /** How long a message is not found by a search after it came; none at first. */
    public void searchLag(Duration lag) {
        store.searchLag(lag);
    }

    /** How long a sent mail stands in no list after it was sent; none at first. */
    public void sentLag(Duration lag) {
        store.sentLag(lag);
    }

    /**
     * Adds a label of the user's own.
     *
     * @return its id, such as {@code Label_7}
     */
    public String addLabel(String name) {
        return store.addLabel(name);
    }

    /** Adds an address that it may send as. */
    public GmailMailbox addAlias(String address, String displayName) {
        return alias(address, displayName, "accepted");
    }

    /** Adds an address that was never confirmed: mail from there goes out under the account's own. */
    public GmailMailbox addPendingAlias(String address, String displayName) {
        return alias(address, displayName, "pending");
    }

    private GmailMailbox alias(String address, String displayName, String status) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("sendAsEmail", address);
        tree.put("displayName", displayName);
        tree.put("replyToAddress", "");
        tree.put("treatAsAlias", true);
        tree.put("verificationStatus", status);
        synchronized (aliases) {
            aliases.put(address.toLowerCase(Locale.ROOT), tree);
        }
        return this;
    }

    /** Everything it sent, oldest first. */
    public List<GmailSent> sent() {
        return List.copyOf(sent);
    }

    /** Whether every Message-ID is replaced, and not only those that Gmail takes for malformed. */
    public void rewriteMessageIds(boolean always) {
        rewritesIds = always;
    }

    /** Units a minute, 6 000 with Google; more are refused with 429 {@code rateLimitExceeded}. Not limited at first. */
    public void quota(int unitsPerMinute) {
        quota.limit(unitsPerMinute, false);
    }

    /** The same, refused with 403 {@code userRateLimitExceeded}. */
    public void quotaForbidding(int unitsPerMinute) {
        quota.limit(unitsPerMinute, true);
    }

    /** Units used since the minute began by the clock. */
    public int unitsUsed() {
        return quota.used();
    }

    /** Calls that may run at once; more are refused with 429. Not limited at first. */
    public void concurrency(int calls) {
        quota.atOnce(calls);
    }

    /** The most calls that ran at once so far. */
    public int mostConcurrent() {
        return quota.most();
    }

    /** Mails a day, 500 or 2 000 with Google; more are refused with 429. Not limited at first. */
    public void dailySendLimit(int mails) {
        quota.dailySends(mails);
    }

    /** The user gives {@code gmail.modify} to a client. */
    public String refreshToken(GoogleClient client) {
        return refreshToken(client, GmailScopes.MODIFY);
    }

    /** The user gives scopes to a client; the answer is the refresh token. */
    public String refreshToken(GoogleClient client, String... scopes) {
        return grants.consent(email, client, Set.of(scopes));
    }

    /** The user takes back what was given to every client: refresh tokens and access tokens die. */
    public void revoke() {
        grants.revoke(email);
    }

    /** The live watch, if there is one by the clock. */
    public Optional<GmailWatch> watch() {
        return watches.any();
    }

    /** Whether at most one notification a second is published, as Gmail does; on at first. */
    public void pacePushes(boolean on) {
        watches.paced(on);
    }

    /** How many notifications fell victim to that. */
    public int droppedPushes() {
        return watches.dropped();
    }

    MailboxStore store() {
        return store;
    }

    GmailWatches watches() {
        return watches;
    }

    GmailQuota quotas() {
        return quota;
    }

    boolean rewritesMessageIds() {
        return rewritesIds;
    }

    void keep(GmailSent mail) {
        sent.add(mail);
    }

    boolean maySendAs(String address) {
        synchronized (aliases) {
            Map<String, Object> alias = aliases.get(address.toLowerCase(Locale.ROOT));
            return address.equalsIgnoreCase(email)
                    || (alias != null && "accepted".equals(alias.get("verificationStatus")));
        }
    }

    Map<String, Object> sendAs() {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("sendAsEmail", email);
        own.put("displayName", "");
        own.put("replyToAddress", "");
        own.put("signature", "");
        own.put("isPrimary", true);
        own.put("isDefault", true);
        List<Object> all = new ArrayList<>();
        all.add(own);
        synchronized (aliases) {
            all.addAll(aliases.values());
        }
        return Map.of("sendAs", all);
    }

    Map<String, Object> profile() {
        List<GmailMessage> all = store.all();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("emailAddress", email);
        tree.put("messagesTotal", all.size());
        tree.put(
                "threadsTotal",
                all.stream().map(GmailMessage::threadId).distinct().count());
        tree.put("historyId", Long.toString(store.historyId()));
        return tree;
    }
}
