package io.deskwire.json;

/**
 * How much a text may ask of us before it is refused. A short text can ask for much: depth costs stack, {@code [[],[],…}
 * costs thirty times its own length in memory.
 *
 * @param maxLength characters in all
 * @param maxDepth objects and arrays inside each other, at most {@value #DEEPEST}
 * @param maxValues values of every kind in all
 */
public record JsonLimits(long maxLength, int maxDepth, int maxValues) {

    private static final int DEEPEST = 1000;

    /** For documents that people write: 1 Mi characters, depth 64, 100,000 values. */
    public static final JsonLimits DOCUMENT = new JsonLimits(1 << 20, 64, 100_000);

    /** For what machines send and what we stored ourselves: 64 Mi characters, depth 200, 2,000,000 values. */
    public static final JsonLimits MACHINE = new JsonLimits(64L << 20, 200, 2_000_000);

    public JsonLimits {
        if (maxLength < 1 || maxDepth < 1 || maxDepth > DEEPEST || maxValues < 1) {
            throw new IllegalArgumentException("limits must be at least 1, and maxDepth at most " + DEEPEST);
        }
    }
}
