package io.deskwire.adapter.cloud.ses;

import java.net.URI;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where an object of S3 lies. */
final class ObjectAddress {

    private ObjectAddress() {}

    /**
     * The address, with the bucket in the host where its certificate covers that: not where the name holds a dot.
     *
     * @throws IllegalStateException when the channel has no bucket
     */
    static URI of(SesSettings settings, String key) {
        String bucket = settings.bucket();
        if (bucket == null) {
            throw new IllegalStateException("the channel has no bucket");
        }
        String path = Arrays.stream(key.split("/", -1)).map(SigV4::encoded).collect(Collectors.joining("/"));
        if (settings.s3Base() != null) {
            return URI.create(settings.s3Base() + "/" + bucket + "/" + path);
        }
        String host = "s3." + settings.region() + "." + Regions.domain(settings.region());
        return URI.create(
                bucket.contains(".")
                        ? "https://" + host + "/" + bucket + "/" + path
                        : "https://" + bucket + "." + host + "/" + path);
    }

    /** Whether a key can be asked for: clients and servers take a dot segment for another path. */
    static boolean isPlain(String key) {
        return !key.isEmpty()
                && key.length() <= 1024
                && Arrays.stream(key.split("/", -1)).noneMatch(part -> part.equals(".") || part.equals(".."));
    }
}
