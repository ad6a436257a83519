package io.deskwire.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values out of a channel's document and collects every problem with its path, so that an administrator sees
 * all of them at once. A value that is missing or wrong reads as the given default; ask {@link #problems} at the end.
 */
public final class SettingsReader {

    private final Map<String, Object> document;
    private final String path;
    private final List<ConfigProblem> problems = new ArrayList<>();

    /**
     * @param document the plain Java tree
     * @param path prefix of every problem's path, such as {@code config}
     */
    public SettingsReader(Map<String, Object> document, String path) {
        this.document = document;
        this.path = path;
    }

    /** Everything found wrong so far. */
    public List<ConfigProblem> problems() {
        return List.copyOf(problems);
    }

    /** Adds a problem that only the caller can see, such as two fields that exclude each other. */
    public void problem(String field, String message) {
        ConfigProblem problem = new ConfigProblem(path + "." + field, message);
        // A field that is read twice is still wrong once.
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        return document.get(field) != null;
    }

    /** A text that must be there; empty string when it is not. */
    public String requiredText(String field) {
        String text = text(field, null);
        if (text == null) {
            if (document.get(field) == null) {
                problem(field, "is required");
            }
            return "";
        }
        if (text.isBlank()) {
            problem(field, "must not be empty");
        }
        return text;
    }

    /** A text, or the default when it is absent. */
    public @Nullable String text(String field, @Nullable String absent) {
        Object value = document.get(field);
        if (value == null) {
            return absent;
        }
        if (value instanceof String text) {
            return text.strip();
        }
        problem(field, "must be a text, not " + nameOf(value));
        return absent;
    }

    /** One of a few words, without regard to case. */
    public String choice(String field, String absent, Set<String> allowed) {
        String text = text(field, absent);
        String word = text == null ? absent : text.toLowerCase(Locale.ROOT);
        if (!allowed.contains(word)) {
            problem(field, "must be one of " + String.join(", ", new TreeSet<>(allowed)));
            return absent;
        }
        return word;
    }

    /** A whole number within bounds; a number written as text is taken too. */
    public int integer(String field, int absent, int min, int max) {
        Object value = document.get(field);
        if (value == null) {
            return absent;
        }
        Long number = null;
        if (value instanceof Number n && n.doubleValue() == Math.rint(n.doubleValue())) {
            number = n.longValue();
        } else if (value instanceof String text) {
            try {
                number = Long.valueOf(text.strip());
            } catch (NumberFormatException e) {
                number = null;
            }
        }
        if (number == null || number < min || number > max) {
            problem(field, "must be a whole number from " + min + " to " + max);
            return absent;
        }
        return number.intValue();
    }

    /** True or false; the words are taken as text too. */
    public boolean bool(String field, boolean absent) {
        Object value = document.get(field);
        if (value == null) {
            return absent;
        }
        if (value instanceof Boolean b) {
            return b;
        }
        if (value instanceof String text
                && (text.strip().equalsIgnoreCase("true") || text.strip().equalsIgnoreCase("false"))) {
            return Boolean.parseBoolean(text.strip());
        }
        problem(field, "must be true or false");
        return absent;
    }

    /**
     * The values of a secret, the current one first. {@code "name"} may be one text or an array of two during rotation.
     * Empty when absent.
     */
    public List<Secret> secrets(String field) {
        Object value = document.get(field);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return text.isEmpty() ? List.of() : List.of(Secret.of(text));
        }
        List<Secret> secrets = new ArrayList<>();
        if (value instanceof List<?> list && !list.isEmpty() && list.size() <= 2) {
            for (Object entry : list) {
                if (entry instanceof String text && !text.isEmpty()) {
                    secrets.add(Secret.of(text));
                } else {
                    problem(field, "every entry must be a text that is not empty");
                    return List.of();
                }
            }
            return secrets;
        }
        problem(field, "must be a text, or an array of two: the current one and the one being retired");
        return List.of();
    }

    /** The current value of a secret, or null when absent. */
    public @Nullable Secret secret(String field) {
        List<Secret> secrets = secrets(field);
        return secrets.isEmpty() ? null : secrets.get(0);
    }

    /** The current value of a secret that must be there; an empty one when it is not. */
    public Secret requiredSecret(String field) {
        int before = problems.size();
        Secret secret = secret(field);
        if (secret == null) {
            if (problems.size() == before) {
                problem(field, "is required");
            }
            return Secret.of("");
        }
        return secret;
    }

    /** An http or https address, or null when absent. */
    public @Nullable URI httpUri(String field) {
        String text = text(field, null);
        if (text == null) {
            return null;
        }
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme();
            if (uri.getHost() != null
                    && scheme != null
                    && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Reported below with the same words as any other wrong address.
        }
        problem(field, "must be an address that starts with https:// or http://");
        return null;
    }

    private static String nameOf(Object value) {
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "an array";
        }
        return value instanceof Boolean ? "true or false" : "a number";
    }
}
