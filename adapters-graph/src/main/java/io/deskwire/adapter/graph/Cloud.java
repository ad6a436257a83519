package io.deskwire.adapter.graph;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One of Microsoft's separate clouds.
 *
 * @param graph root of Graph; names of permissions begin with it
 * @param login root of the sign-in
 */
record Cloud(String graph, String login) {

    static final Cloud GLOBAL = new Cloud("https://graph.microsoft.com", "https://login.microsoftonline.com");

    private static final List<Cloud> ALL = List.of(
            GLOBAL,
            new Cloud("https://graph.microsoft.us", "https://login.microsoftonline.us"),
            new Cloud("https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
            new Cloud("https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn"));

    /** The cloud of a Graph host; the global one for hosts that are none of Microsoft's, such as stand-ins. */
    static Cloud of(@Nullable String host) {
        String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(cloud -> cloud.graph().equals("https://" + name))
                .findFirst()
                .orElse(GLOBAL);
    }
}
