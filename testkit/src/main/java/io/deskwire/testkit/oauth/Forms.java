package io.deskwire.testkit.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Urlencoded parameters. */
final class Forms {

    private Forms() {}

    /** An address with parameters more. */
    static String with(String address, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(p -> URLEncoder.encode(p.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return address + (address.indexOf('?') < 0 ? "?" : "&") + query;
    }
}
