package io.deskwire.testkit.graph;

import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A name with an address. */
record Person(@Nullable String name, String address) {

    static @Nullable Person of(@Nullable Fields recipient) {
        Fields inner = recipient == null ? null : recipient.object("emailAddress");
        if (inner == null) {
            return null;
        }
        String address = inner.text("address");
        if (address == null || !address.contains("@")) {
            throw new Refusal(400, "ErrorInvalidRecipients", "At least one recipient is not valid.");
        }
        return new Person(inner.text("name"), address);
    }

    static List<Person> all(List<Fields> recipients) {
        List<Person> people = new ArrayList<>();
        for (Fields each : recipients) {
            Person person = of(each);
            if (person == null) {
                throw new Refusal(400, "ErrorInvalidRecipients", "At least one recipient is not valid.");
            }
            people.add(person);
        }
        return people;
    }

    Map<String, Object> tree() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("name", name == null ? address : name);
        inner.put("address", address);
        return Map.of("emailAddress", inner);
    }

    static List<Map<String, Object>> trees(List<Person> people) {
        return people.stream().map(Person::tree).toList();
    }

    InternetAddress internetAddress() {
        try {
            return new InternetAddress(address, name, "UTF-8");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every JDK has UTF-8", e);
        }
    }
}
