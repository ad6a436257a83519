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
            "\u202E<b>gnirts</b>\u0000",
            "<img src=x:x onerror=top.pwned=1>",
            "<IMG SRC=javAscRipt:top.pwned=1>",
            "<img \"\"\"><script>top.pwned=1</script>\">",
            "<svg/onload=top.pwned=1//",
            "<svg><animate onbegin=top.pwned=1 attributeName=x dur=1s>",
            "<svg><set onbegin=top.pwned=1 attributeName=x>",
            "<svg><a xlink:href=\"javascript:top.pwned=1\"><text>x</text></a></svg>",
            "<svg><use href=\"data:image/svg+xml,<svg id=x onload=top.pwned=1>#x\"/></svg>",
            "<math href=\"javascript:top.pwned=1\">x</math>",
            "<video><source onerror=top.pwned=1></video>",
            "<audio src=x onerror=top.pwned=1>",
            "<body onload=top.pwned=1>",
            "<marquee onstart=top.pwned=1>x</marquee>",
            "<select autofocus onfocus=top.pwned=1><option>x</select>",
            "<a href=\"data:text/html;base64,PHNjcmlwdD50b3AucHduZWQ9MTwvc2NyaXB0Pg==\">x</a>",
            "<a href=\"  &#106;avascript:top.pwned=1\">x</a>",
            "<link rel=stylesheet href=http://evil.example/x.css>",
            "<link rel=import href=\"data:text/html,<script>top.pwned=1</script>\">",
            "<embed src=\"data:text/html,<script>top.pwned=1</script>\">",
            "<form><button formaction=javascript:top.pwned=1>x</button></form>",
            "<table background=javascript:top.pwned=1><tr><td>x</table>",
            "<!--><script>top.pwned=1</script>-->",
            "<![CDATA[<script>top.pwned=1</script>]]>",
            "<script\u0000>top.pwned=1</script>",
            "\u003cscript\u003etop.pwned=1\u003c/script\u003e",
            "&lt;script&gt;top.pwned=1&lt;/script&gt;",
            "' autofocus onfocus=top.pwned=1 x='",
            "\" hx-get=\"/console/sign-out\" hx-trigger=\"load\" x=\"",
            "@if(true)${top.pwned=1}@endif",
            "<img src=x style=\"x:\\65xpression(top.pwned=1)\" onpointerrawupdate=top.pwned=1>");

    private Xss() {}

    /** The same as one encoded word of a header (RFC 2047). */
    static String word(String text) {
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }
}
