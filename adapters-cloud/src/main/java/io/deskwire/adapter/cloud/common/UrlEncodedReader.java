package io.deskwire.adapter.cloud.common;

import io.deskwire.message.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds the fields of an {@code application/x-www-form-urlencoded} body in one pass, without holding their values. */
final class UrlEncodedReader {

    private final Content body;
    private final List<FormField> fields = new ArrayList<>();
    private final ByteArrayOutputStream name = new ByteArrayOutputStream();
    private boolean inValue;
    private long valueFrom;
    private long escapes;
    private int pending;

    UrlEncodedReader(Content body) {
        this.body = body;
    }

    List<FormField> read() throws IOException, MalformedFormException {
        try (ByteScan scan = new ByteScan(body.open())) {
            for (int b = scan.next(); b >= 0; b = scan.next()) {
                if (b == '&') {
                    end(scan.position() - 1);
                } else if (inValue) {
                    value(b);
                } else if (b == '=') {
                    inValue = true;
                    valueFrom = scan.position();
                } else {
                    name.write(b);
                    if (name.size() > FormBody.LONGEST_NAME) {
                        throw new MalformedFormException("a field's name is longer than " + FormBody.LONGEST_NAME);
                    }
                }
            }
            end(scan.position());
        }
        return fields;
    }

    /** Counts what decoding will take away: two of three bytes of every percent-encoded one. */
    private void value(int b) {
        if (b == '%') {
            pending = 1;
        } else if (pending > 0 && PercentDecoded.hex(b) >= 0) {
            escapes += pending == 2 ? 1 : 0;
            pending = pending == 1 ? 2 : 0;
        } else {
            pending = 0;
        }
    }

    private void end(long at) throws IOException, MalformedFormException {
        if (name.size() > 0 || inValue) {
            if (fields.size() == FormBody.MOST_FIELDS) {
                throw new MalformedFormException("more than " + FormBody.MOST_FIELDS + " fields");
            }
            long from = inValue ? valueFrom : at;
            Slice encoded = new Slice(body, from, at - from);
            fields.add(new FormField(
                    decoded(name.toByteArray()),
                    null,
                    null,
                    new PercentDecoded(encoded, encoded.length() - 2 * escapes)));
        }
        name.reset();
        inValue = false;
        escapes = 0;
        pending = 0;
    }

    private static String decoded(byte[] name) throws IOException {
        try (PercentDecoded.Decoding decoding = new PercentDecoded.Decoding(new ByteArrayInputStream(name))) {
            return new String(decoding.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
