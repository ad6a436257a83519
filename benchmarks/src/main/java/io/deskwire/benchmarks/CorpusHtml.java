package io.deskwire.benchmarks;

/** HTML bodies as the large mail programs and senders of newsletters make them. */
final class CorpusHtml {

    private final CorpusText text;

    CorpusHtml(CorpusText text) {
        this.text = text;
    }

    /** Gmail's answer with what it quotes, which quotes too. */
    String gmail(boolean german, int deep) {
        StringBuilder out = new StringBuilder("<div dir=\"ltr\">");
        paragraphs(out, german, text.number(2, 8), "<div>", "</div>");
        out.append("<div><br></div><div class=\"gmail_signature\" data-smartmail=\"gmail_signature\">Ann Example<br>"
                + "<a href=\"https://kunde.example/\">kunde.example</a></div></div><br>");
        for (int i = 0; i < deep; i++) {
            out.append("<div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">On Mon, 5 Jan 2026 at 10:0")
                    .append(i)
                    .append(", Support &lt;<a href=\"mailto:support@example.com\">support@example.com</a>&gt;"
                            + " wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px"
                            + " 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex\">");
            paragraphs(out, german, text.number(3, 12), "<p style=\"margin:0 0 10px\">", "</p>");
        }
        return out.append("</blockquote></div>\n".repeat(deep)).toString();
    }

    /** Word's HTML, with the style sheet it sends along. */
    String outlook(boolean german) {
        StringBuilder out = new StringBuilder("<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head>"
                + "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"><style><!--\n");
        for (int i = 0; i < 30; i++) {
            out.append("p.Mso")
                    .append(i)
                    .append(", li.Mso")
                    .append(i)
                    .append("\n\t{margin:0cm;\n\tfont-size:11.0pt;\n"
                            + "\tfont-family:\"Calibri\",sans-serif;\n\tmso-fareast-language:EN-US;}\n");
        }
        out.append("--></style></head><body lang=DE link=\"#0563C1\"><div class=WordSection1>");
        paragraphs(out, german, text.number(3, 10), "<p class=MsoNormal><span lang=DE>", "<o:p></o:p></span></p>\n");
        out.append("<p class=MsoNormal><o:p>&nbsp;</o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt;"
                + "padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Von:</b> Support &lt;support@example.com&gt; <br>"
                + "<b>Gesendet:</b> Montag, 5. Januar 2026 10:00<br><b>An:</b> Ann Example<br><b>Betreff:</b> AW: Frage"
                + "<o:p></o:p></p></div>");
        for (int i = 0; i < text.number(1, 4); i++) {
            paragraphs(
                    out, german, text.number(3, 12), "<p class=MsoNormal><span lang=DE>", "<o:p></o:p></span></p>\n");
        }
        return out.append("</div></body></html>\n").toString();
    }

    /** Tables in tables with a style on each cell and a link that is longer than what it shows. */
    String newsletter(int blocks) {
        StringBuilder out = new StringBuilder("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><style>");
        for (int i = 0; i < 40; i++) {
            out.append(".block-")
                    .append(i)
                    .append(" td{padding:")
                    .append(i)
                    .append("px 0;mso-line-height-rule:exactly}\n");
        }
        out.append("</style></head><body style=\"margin:0;padding:0;background-color:#f4f4f4\">"
                + "<div style=\"display:none;max-height:0\">Preview&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;</div>");
        for (int i = 0; i < blocks; i++) {
            out.append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\""
                            + " border=\"0\"><tr><td align=\"center\" style=\"padding:20px 10px 20px"
                            + " 10px;font-family:Arial,sans-serif;font-size:16px;line-height:24px;color:#333333\"><table"
                            + " width=\"600\"><tr><td width=\"200\"><img src=\"https://cdn.news.example/img/")
                    .append(text.token(16))
                    .append(".png\" width=\"180\" alt=\"Picture of a chair\" style=\"display:block;border:0\"></td>"
                            + "<td style=\"text-align:left\"><h2 style=\"margin:0;font-size:20px\">")
                    .append(text.sentence(false))
                    .append("</h2><p style=\"margin:0 0 12px 0\">")
                    .append(text.sentence(false))
                    .append(' ')
                    .append(text.sentence(true))
                    .append("</p><a href=\"https://click.news.example/c/")
                    .append(text.token(120))
                    .append("?utm_source=news&amp;utm_medium=email&amp;utm_campaign=jan\" style=\"color:#ffffff;"
                            + "background-color:#0055aa;padding:8px 16px;text-decoration:none\">Read more</a>"
                            + "</td></tr></table></td></tr></table>\n");
        }
        return out.append("<p style=\"font-size:11px\">You get this because you are a customer. "
                        + "<a href=\"https://news.example/unsubscribe\">Unsubscribe</a></p></body></html>\n")
                .toString();
    }

    private void paragraphs(StringBuilder out, boolean german, int count, String open, String close) {
        for (int i = 0; i < count; i++) {
            out.append(open);
            out.append(text.sentence(german)).append(' ').append(text.sentence(german));
            if (text.oneIn(4)) {
                out.append(" <b>").append(text.sentence(german)).append("</b>");
            }
            out.append(close);
        }
    }
}
