package io.deskwire.fuzz;

import io.deskwire.app.explain.Explainer;
import io.deskwire.app.explain.MailFiles;
import io.deskwire.json.Json;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code explain} finds on its standard input: a mail, an mbox file or a webhook's body. */
public final class MboxTarget {

    private static final Explainer EXPLAINER = new Explainer(List.of());

    private MboxTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<String> unreadable = new ArrayList<>();
        int[] found = {0};
        long[] bytes = {0};
        new MailFiles(
                        mail -> {
                            found[0]++;
                            bytes[0] += mail.content().length();
                            Map<String, Object> line = Json.lenient().parseObject(EXPLAINER.json(mail));
                            Expect.that(
                                    !line.toString().contains("issues=[unreadable: "),
                                    () -> "explain could not read it: " + line);
                            EXPLAINER.text(mail);
                        },
                        (path, why) -> unreadable.add(why))
                .read("-", new ByteArrayInputStream(data));
        Expect.that(found[0] + unreadable.size() > 0, "nothing was found, and nobody was told");
        Expect.that(bytes[0] <= data.length || looksLikeJson(data), "more mail than the file holds");
    }

    private static boolean looksLikeJson(byte[] data) {
        String start = new FuzzInput(data).restText().stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }
}
