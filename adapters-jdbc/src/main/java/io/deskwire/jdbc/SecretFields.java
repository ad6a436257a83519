package io.deskwire.jdbc;

import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.config.SecretCipher;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts the secrets of one channel's document. Texts and arrays of texts keep their shape; anything else
 * becomes an object with one field whose text is the encrypted JSON.
 */
final class SecretFields {

    private static final String WRAPPED = "deskwire_encrypted";

    private final SecretCipher cipher;
    private final String tenantId;
    private final String channelId;
    private final Set<String> fields;

    SecretFields(SecretCipher cipher, String tenantId, String channelId, Set<String> fields) {
        this.cipher = cipher;
        this.tenantId = tenantId;
        this.channelId = channelId;
        this.fields = fields;
    }

    Map<String, Object> encrypt(Map<String, Object> document) {
        Map<String, Object> stored = new LinkedHashMap<>(document);
        for (String field : fields) {
            Object value = document.get(field);
            if (value == null) {
                continue;
            }
            UnaryOperator<String> encrypted = text -> cipher.encrypt(Secret.of(text), context(field));
            if (value instanceof String text) {
                stored.put(field, text.isEmpty() ? text : encrypted.apply(text));
            } else if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
                stored.put(
                        field,
                        list.stream()
                                .map(String.class::cast)
                                .map(text -> text.isEmpty() ? text : encrypted.apply(text))
                                .toList());
            } else {
                stored.put(field, Map.of(WRAPPED, encrypted.apply(Json.write(value))));
            }
        }
        return stored;
    }

    /** A secret that cannot be decrypted is left out and reported. Plain ones are as somebody else wrote them. */
    Map<String, Object> decrypt(Map<String, Object> stored, List<ConfigProblem> problems) {
        Map<String, Object> document = new LinkedHashMap<>(stored);
        for (String field : fields) {
            Object value = stored.get(field);
            if (value == null) {
                continue;
            }
            try {
                document.put(field, plain(field, value));
            } catch (IllegalArgumentException | JsonException e) {
                document.remove(field);
                problems.add(new ConfigProblem("config." + field, "cannot be decrypted: " + e.getMessage()));
            }
        }
        return document;
    }

    /** The encrypted texts in a stored document. */
    List<String> encrypted(Map<String, Object> stored) {
        List<String> texts = new ArrayList<>();
        for (String field : fields) {
            Object value = stored.get(field);
            Object inner = value instanceof Map<?, ?> map && map.size() == 1 ? map.get(WRAPPED) : value;
            for (Object each : inner instanceof List<?> list ? list : Collections.singletonList(inner)) {
                if (each instanceof String text && cipher.isEncrypted(text)) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    private @Nullable Object plain(String field, Object value) {
        if (value instanceof String text) {
            return plainText(field, text);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> texts = new ArrayList<>();
            for (Object entry : list) {
                texts.add(entry instanceof String text ? plainText(field, text) : entry);
            }
            return texts;
        }
        if (value instanceof Map<?, ?> map && map.size() == 1 && map.get(WRAPPED) instanceof String text) {
            return Json.strict().parse(plainText(field, text));
        }
        return value;
    }

    private String plainText(String field, String text) {
        return cipher.isEncrypted(text) ? cipher.decrypt(text, context(field)).reveal() : text;
    }

    private String context(String field) {
        return tenantId.length() + ":" + tenantId + channelId.length() + ":" + channelId + field;
    }
}
