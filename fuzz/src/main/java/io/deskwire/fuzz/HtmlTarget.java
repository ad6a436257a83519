package io.deskwire.fuzz;

import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.mime.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jsoup.Jsoup;

/** HTML that a stranger wrote: cleaned for showing, and read as text. */
public final class HtmlTarget {

    private static final MimeDecoder DECODER = new MimeDecoder();
    private static final int DEEP = 200;

    private HtmlTarget() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        ParsedMessage message = read(data);
        PlainText.ofHtml(new String(data, StandardCharsets.UTF_8));
        String once = message.body().safeHtml();
        // What was cut or made flat at a limit may be beyond it once more.
        boolean limited =
                message.issues().stream().anyMatch(issue -> issue.code().equals("html-truncated"));
        if (once != null && !limited && depth(once) < DEEP) {
            String twice = read(once.getBytes(StandardCharsets.UTF_8)).body().safeHtml();
            // A body of nothing is no HTML body any more, and blanks before the first element are none of its own.
            Expect.that(
                    once.isBlank() || (twice != null && once.strip().equals(twice.strip())),
                    () -> "cleaned once more it changes: [" + once + "] to [" + twice + "]");
        }
    }

    private static ParsedMessage read(byte[] html) throws IOException {
        return MailOracle.decoded(DECODER, Mails.ofBase64("text/html; charset=utf-8", html), Map.of());
    }

    private static int depth(String html) {
        return Jsoup.parseBodyFragment(html).body().select("*").stream()
                .mapToInt(element -> element.parents().size())
                .max()
                .orElse(0);
    }
}
