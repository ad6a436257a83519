package io.deskwire.testkit.cloud;

import io.deskwire.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The one key that a simulated account takes.
 *
 * @param id its public name
 * @param secretKey what requests are signed with
 * @param sessionToken what a temporary key must show besides, or null
 */
public record AwsKeys(String id, Secret secretKey, @Nullable Secret sessionToken) {

    /** A lasting key. */
    public static AwsKeys lasting() {
        return new AwsKeys("AKIDSIMULATED", Secret.of("simulated/secret+key"), null);
    }

    /** A temporary key. */
    public static AwsKeys temporary(String token) {
        return new AwsKeys("ASIASIMULATED", Secret.of("simulated/temporary+key"), Secret.of(token));
    }
}
