package io.deskwire.adapter.cloud.common;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A form as a provider posts it: {@code multipart/form-data} (RFC 7578) or {@code application/x-www-form-urlencoded}. The body
 * is gone through once to find its fields; values stay where they are and are read as bytes when they are wanted. Immutable.
 */
public final class FormBody {

    /** Fields of a form; a provider that posts every header field of a mail comes to a few hundred. */
    public static final int MOST_FIELDS = 5000;

    static final int LONGEST_NAME = 2000;

    private final Content body;
    private final List<FormField> fields;
    private final boolean multipart;
    private final boolean closedEarly;

    private FormBody(Content body, List<FormField> fields, boolean multipart, boolean closedEarly) {
        this.body = body;
        this.fields = List.copyOf(fields);
        this.multipart = multipart;
        this.closedEarly = closedEarly;
    }

    /**
     * Reads a form.
     *
     * @param contentType the media type with its parameters, or null when there is none
     * @throws MalformedFormException when the type is no form's, the body is not complete, or a limit is passed
     * @throws IOException when the body cannot be read
     */
    public static FormBody read(Content body, @Nullable String contentType) throws IOException, MalformedFormException {
        String type = mediaType(contentType);
        if (type.equals("application/x-www-form-urlencoded")) {
            return new FormBody(body, new UrlEncodedReader(body).read(), false, false);
        }
        if (!type.equals("multipart/form-data")) {
            throw new MalformedFormException("the content type is no form's");
        }
        String boundary =
                FormParameters.of(contentType == null ? "" : contentType).get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > 200) {
            throw new MalformedFormException("the content type names no boundary");
        }
        MultipartReader reader = new MultipartReader(body, boundary);
        List<FormField> fields = reader.read();
        return new FormBody(body, fields, true, reader.isClosedEarly());
    }

    /** Reads the form of a request, by its one {@code Content-Type}. */
    public static FormBody read(WebhookRequest request) throws IOException, MalformedFormException {
        return read(request.body(), request.header("content-type").orElse(null));
    }

    /** Whether a request says that it carries a form. */
    public static boolean isForm(WebhookRequest request) {
        String type = mediaType(request.header("content-type").orElse(null));
        return type.equals("application/x-www-form-urlencoded") || type.equals("multipart/form-data");
    }

    /** The media type without its parameters, lower-case; empty when there is none. */
    public static String mediaType(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType;
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether it is {@code multipart/form-data}, whose values stand in the body as they are. */
    public boolean isMultipart() {
        return multipart;
    }

    /** Whether the form's closing delimiter stands before its end too, as it does only where a value holds it. */
    public boolean isClosedEarly() {
        return closedEarly;
    }

    /**
     * The bytes from the beginning of one value to the end of another: what the first value was where everything between is
     * taken for its own.
     *
     * @param first index in {@link #fields()} of a multipart form
     * @param last index of the same field or a later one
     */
    public Content through(int first, int last) {
        if (first == last) {
            return fields.get(first).value();
        }
        if (fields.get(first).value() instanceof Slice from
                && fields.get(last).value() instanceof Slice to
                && from.from() <= to.from()) {
            return new Slice(body, from.from(), to.from() + to.length() - from.from());
        }
        throw new IllegalArgumentException("not two fields of a multipart form in their order");
    }

    /** Every field in the order of the body. */
    public List<FormField> fields() {
        return fields;
    }

    /** Every field of this very name, in order. */
    public List<FormField> all(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).toList();
    }

    /** Every field of this name in any case, in order. */
    public List<FormField> allIgnoringCase(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .toList();
    }

    /** The first field of this very name. */
    public Optional<FormField> first(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /** Whether there is a field of this very name. */
    public boolean has(String name) {
        return first(name).isPresent();
    }
}
