package io.deskwire.testkit.graph;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address that slices of files go to. It knows who calls by its query, and refuses whoever shows a token of Graph's. */
final class UploadFace {

    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,10})-(\\d{1,10})/(\\d{1,10})");
    private static final int LARGEST_SLICE = 4 << 20;

    private UploadFace() {}

    /** @param mailboxes where a session may be of */
    static Answer answer(Call call, List<GraphMailbox> mailboxes) {
        if (call.header("authorization") != null) {
            throw new Refusal(401, "InvalidAudience", "The audience of the token is not this service.");
        }
        List<String> path = call.path();
        String key = path.get(path.size() - 1);
        for (GraphMailbox mailbox : mailboxes) {
            var session = mailbox.uploads().session(key);
            if (session.isPresent() && ("eyJ0." + key).equals(call.query("authtoken"))) {
                return slice(call, mailbox, session.get());
            }
        }
        throw Refusal.itemNotFound();
    }

    private static Answer slice(Call call, GraphMailbox mailbox, Uploads.Session session) {
        if (call.is("DELETE")) {
            mailbox.uploads().end(session);
            return Answer.empty(204);
        }
        if (call.is("GET")) {
            return progress(mailbox, session);
        }
        String header = call.header("content-range");
        Matcher range = RANGE.matcher(header == null ? "" : header);
        if (!call.is("PUT") || !range.matches()) {
            throw Refusal.invalidRequest("Content-Range is missing or malformed.");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        byte[] slice = call.body();
        if (Long.parseLong(range.group(3)) != session.size()
                || last - first + 1 != slice.length
                || last >= session.size()
                || slice.length >= LARGEST_SLICE) {
            throw Refusal.invalidRequest("Content-Range does not fit the slice or the file.");
        }
        if (first != session.at()) {
            throw new Refusal(416, "ErrorInvalidRange", "The slice is not the one expected next.");
        }
        session.append(slice);
        if (session.at() < session.size()) {
            return progress(mailbox, session);
        }
        mailbox.uploads().end(session);
        Attached attached = session.attached();
        session.draft().content().attachments().add(attached);
        mailbox.store().touch(session.draft());
        return Answer.empty(201)
                .withHeader("Location", "https://outlook.office.com/api/gv1.0/Attachments('" + attached.id() + "')");
    }

    private static Answer progress(GraphMailbox mailbox, Uploads.Session session) {
        boolean capital = mailbox.has(GraphQuirk.CAPITALISED_RANGES);
        String expires = mailbox.world().now().plusSeconds(7200).toString();
        String next = Integer.toString(session.at());
        return Answer.json(
                200,
                capital
                        ? Map.of("NextExpectedRanges", List.of(next), "ExpirationDateTime", expires)
                        : Map.of("nextExpectedRanges", List.of(next + "-"), "expirationDateTime", expires));
    }
}
