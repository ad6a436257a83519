package io.deskwire.mime.header;

import io.deskwire.message.Authentication;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Verdicts on the sender out of Authentication-Results (RFC 8601). Anybody can write such a field; it counts only under the
 * name of a server that is trusted to remove what others wrote in its name, and there only the topmost.
 */
public final class AuthenticationResults {

    /** Name in an item's metadata of the trusted servers' names, separated by spaces. */
    public static final String TRUSTED = "authserv_ids";

    /**
     * Name in the metadata for where nothing depends on the verdicts and nobody can be asked for a server's name: the topmost
     * field counts when no server stands above it, or one of the same domain. No channel sets it.
     */
    public static final String BY_RECEIVER = "authserv_by_receiver";

    private static final int LONGEST = 16 * 1024;

    /** {@code method[/version]=result}, at the start of a clause. */
    private static final Pattern RESULT =
            Pattern.compile("\\s*(spf|dkim|dmarc)(?:\\s*/\\s*\\d+)?\\s*=\\s*([a-z]+)", Pattern.CASE_INSENSITIVE);

    private AuthenticationResults() {}

    /** What a trusted server said; what the provider said beside the mail ({@code meta}) comes first. */
    public static Authentication of(Fields fields, Map<String, String> meta) {
        String trusted = meta.getOrDefault(TRUSTED, "");
        List<String> written = fields.all("authentication-results");
        Authentication said = trusted.isEmpty() && meta.containsKey(BY_RECEIVER)
                ? byReceiver(written, fields.hopsAboveVerdicts())
                : byHeader(written, trusted);
        return new Authentication(
                meta.getOrDefault("spf", said.spf()),
                meta.getOrDefault("dkim", said.dkim()),
                meta.getOrDefault("dmarc", said.dmarc()));
    }

    private static Authentication byHeader(List<String> fields, String trusted) {
        Set<String> names = Arrays.stream(trusted.toLowerCase(Locale.ROOT).split(" ", -1))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        if (names.isEmpty()) {
            return Authentication.unknown();
        }
        return fields.stream()
                .map(field -> plain(field.substring(0, Math.min(field.length(), LONGEST))))
                .map(field -> field.split(";", -1))
                .filter(clauses -> names.contains(server(clauses[0])))
                .findFirst()
                .map(AuthenticationResults::verdicts)
                .orElseGet(Authentication::unknown);
    }

    private static Authentication byReceiver(List<String> fields, List<String> hops) {
        if (fields.isEmpty()) {
            return Authentication.unknown();
        }
        String topmost = fields.get(0);
        String[] clauses =
                plain(topmost.substring(0, Math.min(topmost.length(), LONGEST))).split(";", -1);
        String server = server(clauses[0]);
        // Microsoft's servers do not name themselves.
        String domain = domain(server.indexOf('=') >= 0 ? "outlook.com" : server);
        boolean own = hops.isEmpty()
                || hops.stream()
                        .map(AuthenticationResults::receiver)
                        .anyMatch(host -> domain(host).equals(domain));
        return own ? verdicts(clauses) : Authentication.unknown();
    }

    /** The host behind "by" in a Received field. */
    private static String receiver(String received) {
        String text = plain(received.substring(0, Math.min(received.length(), LONGEST)));
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", 40);
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals("by")) {
                return words[i + 1];
            }
        }
        return "";
    }

    /** The last two labels, or three where the second is as short as in {@code co.uk}. */
    private static String domain(String host) {
        int last = host.lastIndexOf('.');
        int second = last < 0 ? -1 : host.lastIndexOf('.', last - 1);
        if (second >= 0 && last - second <= 4) {
            second = host.lastIndexOf('.', second - 1);
        }
        return host.substring(second + 1);
    }

    private static String server(String clause) {
        // A version may follow the name.
        return clause.strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static Authentication verdicts(String[] clauses) {
        Map<String, String> found = new HashMap<>();
        for (String clause : clauses) {
            Matcher result = RESULT.matcher(clause);
            if (result.lookingAt()) {
                // Of several signatures one that holds is enough.
                found.merge(
                        result.group(1).toLowerCase(Locale.ROOT),
                        result.group(2).toLowerCase(Locale.ROOT),
                        (first, next) -> next.equals("pass") ? next : first);
            }
        }
        return new Authentication(found.get("spf"), found.get("dkim"), found.get("dmarc"));
    }

    /** Without comments and quoted strings, which may hold anything that a sender chose. */
    private static String plain(String field) {
        StringBuilder out = new StringBuilder(field.length());
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && (depth > 0 || quoted)) {
                i++;
            } else if (quoted) {
                quoted = c != '"';
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0) {
                quoted = c == '"';
                out.append(c == '"' ? ' ' : c);
            }
        }
        return out.toString();
    }
}
