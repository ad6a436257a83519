package io.deskwire.testkit.whatsapp;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Properties of what a customer writes, beyond the content; null is without. */
record Circumstances(
        @Nullable Map<String, Object> context,
        @Nullable Map<String, Object> referral,
        @Nullable String groupId,
        @Nullable Instant at,
        @Nullable String id) {

    static final Circumstances NONE = new Circumstances(null, null, null, null, null);

    Circumstances withContext(Map<String, Object> newContext) {
        return new Circumstances(newContext, referral, groupId, at, id);
    }

    Circumstances withReferral(Map<String, Object> newReferral) {
        return new Circumstances(context, newReferral, groupId, at, id);
    }

    Circumstances withGroup(String newGroupId) {
        return new Circumstances(context, referral, newGroupId, at, id);
    }

    Circumstances withTime(Instant time) {
        return new Circumstances(context, referral, groupId, time, id);
    }

    Circumstances withId(String newId) {
        return new Circumstances(context, referral, groupId, at, newId);
    }
}
