package io.deskwire.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Values that storage has to bring back, from a seed. */
final class RandomValues {

    private static final String[] PIECES = {
        "a",
        "Z",
        "0",
        " ",
        "\t",
        "\n",
        "\r\n",
        "\u0001",
        "\u001f",
        "\u007f",
        "\u0085",
        "\u2028",
        "\uFEFF",
        "\uFFFF",
        "\"",
        "\\",
        "/",
        "</script>",
        "{}",
        "é",
        "ß",
        "中",
        "\u0627\u0644",
        "\u202e",
        "😀",
        "👩‍👩‍👧",
        "\uD83C\uDDE9\uD83C\uDDEA"
    };
    private static final String[] UNSTORABLE = {"\0", "\uD800", "\uDFFF", "\uDC00\uD800"};

    private final Random random;
    private boolean unstorable;

    RandomValues(Random random) {
        this.random = random;
    }

    /** From now on texts hold what PostgreSQL refuses, too. */
    RandomValues withUnstorable() {
        unstorable = true;
        return this;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            String[] pieces = unstorable && random.nextInt(3) == 0 ? UNSTORABLE : PIECES;
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    /** Neither blank nor with line ends, as addresses and keys are. */
    String word() {
        return "w" + TreeWriter.storable(text()).replaceAll("[\r\n\0]", "") + "w";
    }

    <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    <T> List<T> list(Supplier<T> value) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value.get());
        }
        return list;
    }

    <E extends Enum<E>> E one(Class<E> type) {
        E[] all = type.getEnumConstants();
        return all[random.nextInt(all.length)];
    }

    boolean bool() {
        return random.nextBoolean();
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    long number() {
        return random.nextLong();
    }

    Instant instant() {
        long seconds = random.nextLong(-62_135_596_800L, 253_402_300_800L);
        return Instant.ofEpochSecond(seconds, random.nextInt(4) == 0 ? 0 : random.nextInt(1_000_000_000));
    }

    @Nullable Object tree(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> null;
            case 1 -> text();
            case 2 -> bool();
            case 3 -> number();
            case 4 -> (long) number(1000);
            case 5 -> BigInteger.valueOf(number()).shiftLeft(64).setBit(63);
            case 6 -> new BigDecimal(BigInteger.valueOf(number()), 1 + number(30));
            case 7 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(tree(depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(text(), tree(depth - 1));
                }
                yield map;
            }
        };
    }
}
