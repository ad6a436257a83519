package io.deskwire.testkit.cloud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How an account of {@link SendGridSimulator} is set up and misbehaves. Thread-safe; each method says its default. */
public final class SendGridSwitches {

    private final String domain;
    private volatile boolean raw = true;
    private volatile boolean spamCheck;
    private volatile boolean signed = true;
    private volatile boolean signAnew;
    private volatile boolean revoked;
    private volatile boolean away;
    private volatile boolean outOfCredits;
    private volatile boolean namesMessages = true;
    private volatile int throttled;
    private volatile boolean authenticated = true;
    private volatile boolean postEvents = true;
    private volatile Set<String> silentEvents = Set.of();
    private volatile List<String> scopes = List.of(
            "mail.send", "user.webhooks.parse.settings.read", "user.webhooks.event.settings.read", "whitelabel.read");

    SendGridSwitches(String domain) {
        this.domain = domain.toLowerCase(Locale.ROOT);
    }

    /** Whether mail is posted as it came, or taken apart. Default: as it came. */
    public SendGridSwitches raw(boolean on) {
        raw = on;
        return this;
    }

    /** Whether SpamAssassin's score comes with mail. Default: no. */
    public SendGridSwitches spamCheck(boolean on) {
        spamCheck = on;
        return this;
    }

    /** Whether posts are signed. Default: yes. */
    public SendGridSwitches signed(boolean on) {
        signed = on;
        return this;
    }

    /** Whether a repeated post is signed anew, which nobody knows of the real one. Default: no. */
    public SendGridSwitches signRepeatsAnew(boolean on) {
        signAnew = on;
        return this;
    }

    /** Whether the API refuses the key. Default: no. */
    public SendGridSwitches revoked(boolean on) {
        revoked = on;
        return this;
    }

    /** Whether the API answers 503. Default: no. */
    public SendGridSwitches away(boolean on) {
        away = on;
        return this;
    }

    /** Whether the account's credits are used up. Default: no. */
    public SendGridSwitches outOfCredits(boolean on) {
        outOfCredits = on;
        return this;
    }

    /** Whether accepted messages are answered with {@code X-Message-Id}. Default: yes. */
    public SendGridSwitches namesMessages(boolean on) {
        namesMessages = on;
        return this;
    }

    /** Answers every call with 429 and a reset in this many seconds; 0, the default, for none. */
    public SendGridSwitches throttled(int seconds) {
        throttled = seconds;
        return this;
    }

    /** Whether the sending domain's DNS records were found. Default: yes. */
    public SendGridSwitches domainAuthenticated(boolean on) {
        authenticated = on;
        return this;
    }

    /** Whether the event webhook is enabled. Default: yes. */
    public SendGridSwitches postEvents(boolean on) {
        postEvents = on;
        return this;
    }

    /** Events that are switched off, such as {@code bounce}. Default: none. */
    public SendGridSwitches silentEvents(String... names) {
        silentEvents = Set.of(names);
        return this;
    }

    /** What the key may do. Default: everything that the stand-in knows. */
    public SendGridSwitches scopes(String... names) {
        scopes = List.of(names);
        return this;
    }

    boolean isRaw() {
        return raw;
    }

    boolean isSpamChecked() {
        return spamCheck;
    }

    boolean isSigned() {
        return signed;
    }

    boolean isSigningAnew() {
        return signAnew;
    }

    boolean isRevoked() {
        return revoked;
    }

    boolean isAway() {
        return away;
    }

    boolean isOutOfCredits() {
        return outOfCredits;
    }

    boolean isNamingMessages() {
        return namesMessages;
    }

    int throttled() {
        return throttled;
    }

    boolean isPostingEvents() {
        return postEvents;
    }

    boolean posts(String event) {
        return !silentEvents.contains(event);
    }

    List<String> scopes() {
        return scopes;
    }

    boolean may(String scope) {
        return scopes.contains(scope);
    }

    boolean maySendFrom(String address) {
        String host = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return authenticated && (host.equals(domain) || host.endsWith("." + domain));
    }

    /** What the API tells of the domain. */
    List<Object> domains() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", 1);
        entry.put("domain", domain);
        entry.put("subdomain", "em1234");
        entry.put("automatic_security", true);
        entry.put("valid", authenticated);
        Map<String, Object> dns = new LinkedHashMap<>();
        dns.put("mail_cname", record("em1234." + domain, "u1234.wl.sendgrid.net", true));
        dns.put("dkim1", record("s1._domainkey." + domain, "s1.domainkey.u1234.wl.sendgrid.net", authenticated));
        dns.put("dkim2", record("s2._domainkey." + domain, "s2.domainkey.u1234.wl.sendgrid.net", authenticated));
        entry.put("dns", dns);
        return List.of(entry);
    }

    private static Map<String, Object> record(String host, String data, boolean valid) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("valid", valid);
        record.put("type", "cname");
        record.put("host", host);
        record.put("data", data);
        return record;
    }
}
