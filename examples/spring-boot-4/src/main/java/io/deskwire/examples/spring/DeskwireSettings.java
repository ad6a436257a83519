package io.deskwire.examples.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What stands below {@code deskwire} in the application's configuration. The database is the application's own, named by
 * {@code spring.datasource}.
 *
 * @param masterKey base64 of 32 bytes: encrypts tenants' passwords; from the environment, never in a file of the source
 * @param threadKey signs Message-IDs; at least 16 characters, never changed
 * @param allowPrivateEndpoints whether channels may connect to private addresses; for tests and mail servers in the LAN
 */
@ConfigurationProperties("deskwire")
public record DeskwireSettings(
        @Nullable String masterKey, @Nullable String threadKey, boolean allowPrivateEndpoints) {

    static String required(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }
}
