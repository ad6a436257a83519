package io.deskwire.benchmarks;

import java.util.Random;

/** Sentences of common words: nothing that compresses or branches like a line repeated a thousand times. */
final class CorpusText {

    private static final String[] ENGLISH =
            ("the order parcel invoice yesterday please could you tell me where it is because we have been waiting for"
                            + " a week and nobody answered our last message about this device which stopped working after the"
                            + " update of your application so my colleague tried again with another password but the page says"
                            + " that the account was locked thank you for your help we would like to return two of the five"
                            + " chairs")
                    .split(" ", -1);
    private static final String[] GERMAN =
            ("die Bestellung Rechnung gestern bitte können Sie mir sagen wo das Paket bleibt weil wir seit einer Woche"
                            + " warten und niemand auf unsere letzte Nachricht über dieses Gerät geantwortet hat das nach der"
                            + " Aktualisierung nicht mehr läuft möchten wir zwei der fünf Stühle zurückschicken für Ihre Mühe"
                            + " vielen Dank größere Änderung wäre schön")
                    .split(" ", -1);
    private static final String JAPANESE =
            "先日注文した商品がまだ届いていませんお手数ですが配送状況をご確認いただけますでしょうかよろしくお願いいたします返品交換請求書領収書メール添付会社担当者様";

    private final Random random;

    CorpusText(Random random) {
        this.random = random;
    }

    /** A sentence, in English or German. */
    String sentence(boolean german) {
        String[] words = german ? GERMAN : ENGLISH;
        StringBuilder out = new StringBuilder();
        int count = 6 + random.nextInt(14);
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : " ").append(words[random.nextInt(words.length)]);
            if (i > 2 && random.nextInt(9) == 0) {
                out.append(',');
            }
        }
        out.setCharAt(0, Character.toUpperCase(out.charAt(0)));
        return out.append(random.nextInt(6) == 0 ? '?' : '.').toString();
    }

    /** Lines as people write them: broken at some 72 characters or not at all, with paragraphs. */
    String letter(boolean german, int sentences, String prefix) {
        StringBuilder out = new StringBuilder();
        boolean wrapped = random.nextBoolean();
        int column = 0;
        out.append(prefix);
        for (int i = 0; i < sentences; i++) {
            for (String word : sentence(german).split(" ", -1)) {
                if (wrapped && column + word.length() > 70) {
                    out.append('\n').append(prefix);
                    column = 0;
                }
                out.append(column == 0 ? "" : " ").append(word);
                column += word.length() + 1;
            }
            if (random.nextInt(3) == 0) {
                out.append("\n").append(prefix).append('\n').append(prefix);
                column = 0;
            }
        }
        return out.append('\n').toString();
    }

    /** Lines of Japanese, 30 characters each. */
    String japanese(int lines) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            for (int c = 0; c < 30; c++) {
                out.append(JAPANESE.charAt(random.nextInt(JAPANESE.length())));
            }
            out.append("。\n");
        }
        return out.toString();
    }

    /** Letters and digits without a meaning, as in ids, signatures and links. */
    String token(int length) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        StringBuilder out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            out.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return out.toString();
    }

    /** A token folded like the signatures in a header. */
    String folded(int length) {
        StringBuilder out = new StringBuilder();
        for (int left = length; left > 0; left -= 68) {
            out.append("\n        ").append(token(Math.min(left, 68)));
        }
        return out.toString();
    }

    int number(int from, int to) {
        return from + random.nextInt(to - from);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
