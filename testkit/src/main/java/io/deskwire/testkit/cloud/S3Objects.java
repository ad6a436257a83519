package io.deskwire.testkit.cloud;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Buckets and what lies in them. Thread-safe. */
final class S3Objects {

    private record Stored(byte[] bytes, Map<String, String> metadata) {}

    private final Map<String, Map<String, Stored>> buckets = new HashMap<>();

    synchronized void put(String bucket, String key, byte[] bytes, Map<String, String> metadata) {
        buckets.computeIfAbsent(bucket, name -> new LinkedHashMap<>())
                .put(key, new Stored(bytes.clone(), Map.copyOf(metadata)));
    }

    synchronized boolean remove(String bucket, String key) {
        return buckets.getOrDefault(bucket, Map.of()).remove(key) != null;
    }

    /** Answers a GET whose signature was found good. */
    synchronized Reply get(String bucket, String key) {
        Map<String, Stored> objects = buckets.get(bucket);
        if (objects == null) {
            return error(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        Stored stored = objects.get(key);
        if (stored == null) {
            return error(404, "NoSuchKey", "The specified key does not exist.");
        }
        Reply reply = new Reply(200, Map.of("Content-Type", "application/octet-stream"), stored.bytes());
        for (Map.Entry<String, String> entry : stored.metadata().entrySet()) {
            reply = reply.withHeader("x-amz-meta-" + entry.getKey(), entry.getValue());
        }
        return reply;
    }

    static Reply error(int status, String code, String message) {
        return Reply.text(
                status,
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                        + "</Message><RequestId>SIMULATED</RequestId></Error>");
    }
}
