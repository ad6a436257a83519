package io.deskwire.app.explain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody kept of a request to a webhook: its body, and before it the HTTP header where that was kept too. What the
 * body is shows in the body itself, whatever a header says.
 */
final class CapturedRequest implements AutoCloseable {

    /** As much of a file as is looked at to tell what it is. */
    private static final int LOOKED_AT = 1 << 16;

    private static final Pattern REQUEST_LINE = Pattern.compile("[A-Z]{3,7} [^\\s]+ HTTP/[0-9.]+\r?\n");
    private static final Pattern FIELD = Pattern.compile("([!-9;-~]+):[ \t]*([^\r\n]*)\r?\n");
    private static final Pattern FORM_PART = Pattern.compile(
            "--([^\\s][^\r\n]{0,199}?)[ \t]*(\r?\n)(?:[!-9;-~]+:[^\r\n]*\r?\n){0,20}?(?i:content-disposition):[ \t]*(?i:form-data)");
    /** Prose may begin with a bracket too. */
    private static final Pattern JSON = Pattern.compile("\\{\\s*[\"}]|\\[\\s*[\\[{\\]]");

    private static final Pattern FORM_START = Pattern.compile("[A-Za-z0-9_.%+-]{1,200}=");

    /** What only mail has in its header: a mail may be of any type. */
    private static final List<String> OF_MAIL = List.of("from", "mime-version", "received", "subject", "message-id");

    private final Map<String, List<String>> headers;
    private final Body body;
    private final @Nullable Path copy;

    /**
     * @param type media type with parameters
     * @param bareLines whether lines end without CR, as some editors write them
     */
    private record Body(FileSlice bytes, String type, boolean bareLines) {}

    private CapturedRequest(Map<String, List<String>> headers, Body body, @Nullable Path copy) {
        this.headers = headers;
        this.body = body;
        this.copy = copy;
    }

    /** The request that a file holds; null when it holds something else, such as a mail. */
    static @Nullable CapturedRequest in(Path file) throws IOException {
        String start = start(file, 0);
        int at = blanks(start);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        Matcher line = REQUEST_LINE.matcher(start).region(at, start.length());
        boolean http = line.lookingAt();
        int end = header(start, http ? line.end() : at, headers);
        long size = Files.size(file);
        if (end < 0 || !(http || isOfHttp(headers))) {
            Body alone = body(new FileSlice(file, at, size, false), start.substring(at));
            return alone == null ? null : of(Map.of(), alone);
        }
        List<String> coding = headers.getOrDefault("transfer-encoding", List.of());
        FileSlice rest = new FileSlice(file, end, size, false);
        if (coding.stream().anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("chunked"))) {
            Path whole = Spool.copy(in -> new Dechunked(in), rest);
            Body found = body(new FileSlice(whole, 0, Files.size(whole), false), start(whole, 0));
            return new CapturedRequest(headers, found == null ? unknown(rest) : found, whole);
        }
        String text = start(file, end);
        int skipped = blanks(text);
        Body found = body(new FileSlice(file, end + skipped, size, false), text.substring(skipped));
        return of(headers, found == null ? unknown(rest) : found);
    }

    private static CapturedRequest of(Map<String, List<String>> headers, Body found) throws IOException {
        if (!found.bareLines()) {
            return new CapturedRequest(headers, found, null);
        }
        Path whole = Spool.copy(in -> new NetworkLines(in), found.bytes());
        return new CapturedRequest(
                headers, new Body(new FileSlice(whole, 0, Files.size(whole), false), found.type(), false), whole);
    }

    private static Body unknown(FileSlice bytes) {
        return new Body(bytes, "application/octet-stream", false);
    }

    private static String start(Path file, long from) throws IOException {
        try (InputStream in = new FileSlice(file, from, Long.MAX_VALUE, false).open()) {
            return new String(in.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1);
        }
    }

    /** Where what counts begins: behind a byte order mark and white space. */
    private static int blanks(String start) {
        int at = start.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
        while (at < start.length() && start.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    /** Reads fields up to the empty line; returns where the body begins, or -1 when there is no such header. */
    private static int header(String start, int from, Map<String, List<String>> headers) {
        Matcher field = FIELD.matcher(start);
        int at = from;
        while (field.region(at, start.length()).lookingAt()) {
            headers.computeIfAbsent(field.group(1).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(field.group(2).strip());
            at = field.end();
        }
        if (start.startsWith("\r\n", at)) {
            return at + 2;
        }
        return start.startsWith("\n", at) ? at + 1 : -1;
    }

    private static boolean isOfHttp(Map<String, List<String>> headers) {
        String type = String.join(",", headers.getOrDefault("content-type", List.of()))
                .toLowerCase(Locale.ROOT);
        boolean posted = type.startsWith("multipart/form-data")
                || type.startsWith("application/x-www-form-urlencoded")
                || type.startsWith("application/json")
                // SNS posts its JSON under this type.
                || headers.containsKey("x-amz-sns-message-type");
        return posted && OF_MAIL.stream().noneMatch(headers::containsKey);
    }

    /** What a body is by its beginning; null when that is none of what providers post. */
    private static @Nullable Body body(FileSlice bytes, String start) {
        if (JSON.matcher(start).lookingAt()) {
            return new Body(bytes, "application/json", false);
        }
        Matcher part = FORM_PART.matcher(start);
        if (part.lookingAt()) {
            String boundary = part.group(1).replaceAll("([\"\\\\])", "\\\\$1");
            return new Body(
                    bytes,
                    "multipart/form-data; boundary=\"" + boundary + "\"",
                    part.group(2).equals("\n"));
        }
        String line = start.stripTrailing();
        boolean form = FORM_START.matcher(line).lookingAt() && line.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return form ? new Body(bytes, "application/x-www-form-urlencoded", false) : null;
    }

    /** Header fields by lower-case name; the type is what the body shows. */
    Map<String, List<String>> headers() {
        Map<String, List<String>> all = new LinkedHashMap<>(headers);
        all.put("content-type", List.of(body.type()));
        return all;
    }

    /** Whether it is certain to be a request: its header was kept. */
    boolean isCertain() {
        return !headers.isEmpty() || body.type().startsWith("multipart/");
    }

    boolean isJson() {
        return body.type().equals("application/json");
    }

    boolean isForm() {
        return body.type().startsWith("multipart/") || body.type().endsWith("urlencoded");
    }

    /** Media type of the body, with the boundary of a form. */
    String type() {
        return body.type();
    }

    FileSlice body() {
        return body.bytes();
    }

    @Override
    public void close() throws IOException {
        if (copy != null) {
            Files.deleteIfExists(copy);
        }
    }
}
