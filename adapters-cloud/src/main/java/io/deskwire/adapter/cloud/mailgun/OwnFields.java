package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.FormField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fields of a form that Mailgun set itself. It posts every header field of the mail as a field of the same name too, so that
 * senders can add fields of any name; {@code message-headers} tells which those are.
 */
final class OwnFields {

    /** Copies of header fields that are larger are taken for Mailgun's: more text then, never less. */
    private static final int LONGEST_COPY = 64 << 10;

    /** Header fields of one name that are looked for. */
    private static final int MOST_COPIES = 100;

    private final FormBody form;
    private final List<List<String>> headers;

    /**
     * @param headers name and value of each header field
     */
    OwnFields(FormBody form, List<List<String>> headers) {
        this.form = form;
        this.headers = headers;
    }

    /** Fields of this name without the copies of header fields; a file never is one. */
    List<FormField> all(String name) throws IOException {
        List<List<String>> copied = copied(name);
        return copied.isEmpty() ? form.all(name) : withoutCopies(name, copied);
    }

    /** The one field of this name; empty also when nobody can tell which is Mailgun's. */
    Optional<FormField> only(String name) throws IOException {
        List<List<String>> copied = copied(name);
        if (copied.isEmpty()) {
            return form.first(name);
        }
        List<FormField> own = withoutCopies(name, copied);
        return own.size() == 1 && form.allIgnoringCase(name).size() > copied.size()
                ? Optional.of(own.get(0))
                : Optional.empty();
    }

    private List<List<String>> copied(String name) {
        return headers.stream()
                .filter(field -> field.get(0).equalsIgnoreCase(name))
                .limit(MOST_COPIES)
                .toList();
    }

    private List<FormField> withoutCopies(String name, List<List<String>> copied) throws IOException {
        record Candidate(FormField field, String text) {}
        List<FormField> own = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        for (FormField field : form.allIgnoringCase(name)) {
            if (field.fileName() == null && field.value().length() <= LONGEST_COPY) {
                candidates.add(new Candidate(field, plain(field.text(StandardCharsets.UTF_8, LONGEST_COPY))));
            }
        }
        List<FormField> copies = new ArrayList<>();
        for (List<String> header : copied) {
            String text = plain(header.get(1));
            candidates.stream()
                    .filter(each -> each.text().equals(text))
                    // One that is spelt like the header field comes first; Mailgun's own may say the same.
                    .min((a, b) -> Boolean.compare(
                            !a.field().name().equals(header.get(0)),
                            !b.field().name().equals(header.get(0))))
                    .ifPresent(copy -> {
                        candidates.removeIf(each -> each == copy);
                        copies.add(copy.field());
                    });
        }
        for (FormField field : form.all(name)) {
            if (copies.stream().noneMatch(copy -> copy == field)) {
                own.add(field);
            }
        }
        return own;
    }

    /** Folding and the white space around a value do not count. */
    private static String plain(String value) {
        return value.replaceAll("\\s+", " ").strip();
    }
}
