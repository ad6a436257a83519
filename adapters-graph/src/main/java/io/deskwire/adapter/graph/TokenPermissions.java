package io.deskwire.adapter.graph;

import io.deskwire.config.Secret;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a token says it permits: a help for people, never a decision, since only Graph may judge its tokens. */
final class TokenPermissions {

    private TokenPermissions() {}

    /** The permissions named in a token, or none where it is not of the usual form. */
    static List<String> in(Secret token) {
        String[] parts = token.reveal().split("\\.", -1);
        if (parts.length != 3) {
            return List.of();
        }
        try {
            Map<String, Object> claims =
                    Json.lenient().parseObject(Base64.getUrlDecoder().decode(parts[1]));
            List<String> granted = new ArrayList<>();
            if (claims.get("roles") instanceof List<?> roles) {
                roles.forEach(role -> granted.add(String.valueOf(role)));
            }
            if (claims.get("scp") instanceof String scopes) {
                granted.addAll(List.of(scopes.strip().split(" +")));
            }
            return granted;
        } catch (IllegalArgumentException | JsonException e) {
            return List.of();
        }
    }

    static List<String> missing(List<String> granted) {
        List<String> missing = new ArrayList<>();
        for (String needed : List.of("Mail.ReadWrite", "Mail.Send")) {
            boolean there = granted.stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .anyMatch(name -> name.equals(needed.toLowerCase(Locale.ROOT))
                            || name.equals(needed.toLowerCase(Locale.ROOT) + ".shared"));
            if (!there) {
                missing.add(needed);
            }
        }
        return missing;
    }
}
