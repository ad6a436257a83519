package io.deskwire.app.console;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What hostile mail tries; each would set {@code pwned} in a page that lets it. */
final class Xss {

    static final List<String> ATTACKS = List.of(
            "<script>window.pwned=1;top.pwned=1</script>",
            "\"><script>top.pwned=1</script>",
            "'\"><img src=x onerror=\"top.pwned=1\">",
            "<svg onload=top.pwned=1>",
            "<svg><script>top.pwned=1</script></svg>",
            "<a href=\"javascript:top.pwned=1\" id=go>x</a>",
            "<iframe srcdoc=\"<script>top.pwned=1</script>\"></iframe>",
            "<iframe src=\"javascript:top.pwned=1\"></iframe>",
            "<object data=\"data:text/html,<script>top.pwned=1</script>\"></object>",
            "<meta http-equiv=refresh content=\"0;url=javascript:top.pwned=1\">",
            "<base href=\"http://evil.example/\">",
            "<form action=\"/console/sign-out\" method=post><button autofocus>x</button></form>",
            "<style>@import 'http://evil.example/x.css';body{background:url(http://evil.example/y)}</style>",
            "<div style=\"background:url('javascript:top.pwned=1');width:expression(top.pwned=1)\">x</div>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=top.pwned=1&gt;\">",
            "<noscript><p title=\"</noscript><img src=x onerror=top.pwned=1>\">",
            "<template><script>top.pwned=1</script></template>",
            "${7*7} #{7*7} {{constructor.constructor('top.pwned=1')()}}",
            "</textarea></title></style></script><script>top.pwned=1</script>",
            "<details open ontoggle=top.pwned=1>x</details>",
            "<input autofocus onfocus=top.pwned=1>",
            "<div hx-get=\"/console/sign-out\" hx-trigger=load hx-on::load=\"top.pwned=1\">x</div>",
            "<img src=\"http://evil.example/pixel.gif\">",
            "\u202E<b>gnirts</b>\u0000");

    private Xss() {}

    /** The same as one encoded word of a header (RFC 2047). */
    static String word(String text) {
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }
}
