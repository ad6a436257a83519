package io.deskwire.testkit.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The upload sessions of one mailbox. Guarded by the world's lock, which callers hold. */
final class Uploads {

    /** One file that comes in slices. */
    static final class Session {
        private final String key = UUID.randomUUID().toString().replace("-", "");
        private final GraphItem draft;
        private final String name;
        private final String contentType;
        private final boolean inline;
        private final byte[] bytes;
        private int at;

        Session(GraphItem draft, String name, String contentType, boolean inline, int size) {
            this.draft = draft;
            this.name = name;
            this.contentType = contentType;
            this.inline = inline;
            this.bytes = new byte[size];
        }

        /** What the address carries instead of a token. */
        String key() {
            return key;
        }

        GraphItem draft() {
            return draft;
        }

        int at() {
            return at;
        }

        int size() {
            return bytes.length;
        }

        void append(byte[] slice) {
            System.arraycopy(slice, 0, bytes, at, slice.length);
            at += slice.length;
        }

        Attached attached() {
            return new Attached(Ids.opaque("AAMkAT"), name, contentType, bytes, inline, null);
        }
    }

    private final Map<String, Session> sessions = new HashMap<>();

    void add(Session session) {
        sessions.put(session.key(), session);
    }

    Optional<Session> session(String key) {
        return Optional.ofNullable(sessions.get(key));
    }

    void end(Session session) {
        sessions.remove(session.key());
    }
}
