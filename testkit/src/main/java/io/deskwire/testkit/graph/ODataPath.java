package io.deskwire.testkit.graph;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a path apart: {@code users('x')/messages/y/microsoft.graph.move()} is users, x, messages, y, move. */
final class ODataPath {

    private static final Pattern KEYED = Pattern.compile("([A-Za-z.]+)\\('(.*)'\\)");
    private static final String NAMESPACE = "microsoft.graph.";

    private ODataPath() {}

    static List<String> split(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.split("/", -1)) {
            if (raw.isEmpty()) {
                continue;
            }
            String segment = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
            Matcher keyed = KEYED.matcher(segment);
            if (keyed.matches()) {
                segments.add(keyed.group(1));
                segments.add(keyed.group(2).replace("''", "'"));
            } else {
                String name = segment.endsWith("()") ? segment.substring(0, segment.length() - 2) : segment;
                segments.add(name.startsWith(NAMESPACE) ? name.substring(NAMESPACE.length()) : name);
            }
        }
        return segments;
    }
}
