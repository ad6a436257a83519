package io.deskwire.testkit.whatsapp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing a webhook tells.
 *
 * @param number whose webhook it is
 * @param field Meta's {@code field}
 * @param array the list in {@code value} that {@code element} belongs to; null: {@code element} is merged into the value
 * @param element the thing itself
 * @param contact the person it is about, for {@code value.contacts}; null when the real service leaves it out
 * @param ofAccount whether the value has no metadata and the entry a time, as in the account and template fields
 */
record Update(
        SimulatedNumber number,
        String field,
        @Nullable String array,
        Map<String, Object> element,
        @Nullable Map<String, Object> contact,
        boolean ofAccount) {

    static Update message(SimulatedNumber number, Map<String, Object> element, @Nullable Map<String, Object> contact) {
        return new Update(number, "messages", "messages", element, contact, false);
    }

    static Update status(SimulatedNumber number, Map<String, Object> element, @Nullable Map<String, Object> contact) {
        return new Update(number, "messages", "statuses", element, contact, false);
    }

    /** A value with metadata of the number and further fields. */
    static Update value(SimulatedNumber number, String field, Map<String, Object> rest) {
        return new Update(number, field, null, rest, null, false);
    }

    static Update account(SimulatedNumber number, String field, Map<String, Object> value) {
        return new Update(number, field, null, value, null, true);
    }
}
