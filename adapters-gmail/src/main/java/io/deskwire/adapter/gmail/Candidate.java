package io.deskwire.adapter.gmail;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that may be new.
 *
 * @param id which
 * @param look what is to be looked at before the message itself is fetched
 * @param news the history id of what is new about it, or null when it is only listed
 */
record Candidate(String id, Look look, @Nullable BigInteger news) {

    enum Look {
        /** The message itself: it is taken most probably. */
        NOTHING,
        /** What stands about it decides often. */
        HEAD,
        /** The same, and whether it bears a label that is read: that was not told. */
        LABELS
    }

    static List<Candidate> listed(Collection<String> ids) {
        List<Candidate> candidates = new ArrayList<>();
        ids.forEach(id -> candidates.add(new Candidate(id, Look.NOTHING, null)));
        return candidates;
    }

    /** The same message in a later record. */
    Candidate and(Candidate later) {
        return new Candidate(id, look == later.look ? look : Look.HEAD, later.news);
    }
}
