package io.deskwire.app.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The console's own addresses. Ids are escaped: tenants and providers choose some of them. */
final class Addresses {

    static final String HOME = "/console";
    static final String SIGN_IN = HOME + "/sign-in";
    static final String SIGN_OUT = HOME + "/sign-out";
    static final String ASSETS = HOME + "/assets/";
    static final String API = "/docs";
    static final String INLINE = HOME + "/inline/";

    /** Tokens for the API and this console. */
    static final String TOKENS = HOME + "/tokens";

    private Addresses() {}

    static String tenant(String tenantId) {
        return HOME + "/tenants/" + segment(tenantId);
    }

    static String tickets(String tenantId) {
        return tenant(tenantId) + "/tickets";
    }

    static String tickets(String tenantId, @Nullable String state, @Nullable String search, @Nullable String cursor) {
        StringBuilder query = new StringBuilder();
        add(query, "state", state);
        add(query, "q", search);
        add(query, "cursor", cursor);
        return tickets(tenantId) + query;
    }

    static String ticket(String tenantId, String ticketId) {
        return tickets(tenantId) + "/" + segment(ticketId);
    }

    static String channels(String tenantId) {
        return tenant(tenantId) + "/channels";
    }

    static String channel(String tenantId, String channelId) {
        return channels(tenantId) + "/" + segment(channelId);
    }

    /** A channel's document and what it said before. */
    static String configuration(String tenantId, String channelId) {
        return channel(tenantId, channelId) + "/configuration";
    }

    static String deadLetters(String tenantId) {
        return tenant(tenantId) + "/dead-letters";
    }

    static String deadLetter(String tenantId, String id) {
        return deadLetters(tenantId) + "/" + segment(id);
    }

    static final String OPERATIONS = HOME + "/operations";

    static final String AUDIT = HOME + "/audit";

    static String flow(String tenantId) {
        return tenant(tenantId) + "/flow";
    }

    static String outbound(String tenantId) {
        return tenant(tenantId) + "/outbound";
    }

    static String message(String tenantId, String messageId) {
        return tenant(tenantId) + "/messages/" + segment(messageId);
    }

    /** A value as one segment of a path (RFC 3986 section 3.3). */
    static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The address with a parameter more. */
    static String with(String address, String name, @Nullable String value) {
        StringBuilder query = new StringBuilder();
        add(query, name, value);
        if (query.isEmpty()) {
            return address;
        }
        return address + (address.indexOf('?') < 0 ? query : "&" + query.substring(1));
    }

    private static void add(StringBuilder query, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
