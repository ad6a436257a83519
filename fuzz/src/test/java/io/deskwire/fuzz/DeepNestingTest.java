package io.deskwire.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies 100,000 deep inside itself overflows no stack, wherever it is sent. */
class DeepNestingTest {

    private static final int DEPTH = 100_000;
    private static final String ARRAYS = "[".repeat(DEPTH);
    private static final String OBJECTS = "{\"a\":".repeat(DEPTH);
    private static final String CLOSED = ARRAYS + "]".repeat(DEPTH);

    static Stream<Arguments> inputs() {
        Stream<Arguments> readers = Stream.of(
                        json("json", ""),
                        json("rules", "d"),
                        json("mbox", ""),
                        json("sendgrid", "j"),
                        json("sendgrid", "u"),
                        json("mailgun", "j"),
                        json("mailgun", "h"),
                        json("mailgun", "r"),
                        json("postmark", "j"),
                        json("ses", "m"),
                        json("ses", "u"),
                        json("whatsapp", "m"),
                        json("whatsapp", "d"),
                        json("twilio", "j"),
                        json("gmail-push", "p"),
                        json("gmail-push", "d"),
                        json("gmail-push", "c"),
                        json("graph", "n"),
                        json("graph", "u"))
                .flatMap(inputs -> inputs);
        Stream<Arguments> others = Stream.of(
                Arguments.of("rules", "e" + "(".repeat(DEPTH) + ")".repeat(DEPTH)),
                Arguments.of("html", "<div>".repeat(DEPTH) + "x"),
                Arguments.of("html", "<table><tr><td>".repeat(DEPTH / 10) + "x"),
                Arguments.of("reply", "h" + "<blockquote>".repeat(DEPTH) + "x"),
                Arguments.of("reply", "t" + ">".repeat(DEPTH) + " x"),
                Arguments.of("header", "t" + "(".repeat(DEPTH)),
                Arguments.of("header", "s" + "=?".repeat(DEPTH)),
                Arguments.of("mail", nestedParts()),
                Arguments.of("mail", "Content-Type: message/rfc822\r\n\r\n".repeat(DEPTH / 10) + "x"));
        return Stream.concat(readers, others);
    }

    private static Stream<Arguments> json(String target, String mode) {
        return Stream.of(ARRAYS, OBJECTS, CLOSED).map(text -> Arguments.of(target, mode + text));
    }

    private static String nestedParts() {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < DEPTH / 10; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        return mail.toString();
    }

    @ParameterizedTest(name = "{0} [{index}]")
    @MethodSource("inputs")
    // Not a measurement: what takes this long never ends.
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nothing_overflows(String name, String input) throws Exception {
        List<FuzzTarget> named = FuzzTarget.all().stream()
                .filter(target -> target.name().equals(name))
                .toList();

        named.get(0).input().take(input.getBytes(StandardCharsets.UTF_8));
    }
}
