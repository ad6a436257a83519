package io.deskwire.mime.reply;

import java.util.List;
import java.util.Locale;

/** Letters that say of themselves that their answers stand inside what they quote, where nothing tells them from the quote. */
final class Inline {

    private static final int LONGEST = 600;

    private static final List<String> WORDS = QuoteWords.words(
            "answers below|my comments below|comments below|replies below|responses below|answered below|"
                    + "inline below|see inline|answered inline|answers inline|answer inline|comments inline|replied inline|"
                    + "replies inline|responses inline|reply inline|responded inline|answers are below|"
                    + "antworten unten|antworten stehen unten|antworten im text|antworten siehe unten|siehe unten im text|"
                    + "réponses ci-dessous|réponses ci-après|réponses dans le texte|respuestas abajo|respuestas más abajo|"
                    + "respuestas en el texto|risposte sotto|risposte di seguito|risposte nel testo|respostas abaixo|"
                    + "antwoorden hieronder|antwoorden in de tekst|svar nedan|svar nedenfor|odpowiedzi poniżej|odpovědi níže|"
                    + "ответы ниже|下記に回答|见下面的回答");

    private static final List<String> COLOURS = QuoteWords.words(
            "in blue|in red|in green|in bold|in purple|in capitals|in rot|in blau|in grün|rot markiert|blau markiert|en bleu|"
                    + "en rouge|en vert|en gras|en azul|en rojo|en verde|en negrita|in rosso|in blu|in verde|in grassetto|em azul|"
                    + "em vermelho|em negrito|in het rood|in het blauw|i rött|i blått|med rødt|med blåt|na czerwono|na niebiesko|"
                    + "červeně|modře|красным|синим|kırmızı|mavi|赤字|青字|蓝色|红色|파란색|빨간색");

    private static final List<String> ANSWERS = QuoteWords.words(
            "answer|comment|repl|response|antwort|kommentar|anmerkung|répon|commentaire|respuest|comentario|rispost|commenti|"
                    + "respost|comentári|antwoord|opmerking|svar|odpowied|odpověd|ответ|yanıt|cevap|回答|コメント|回复|답변");

    private Inline() {}

    static boolean says(String reply) {
        if (reply.length() > LONGEST) {
            return false;
        }
        String lower = reply.toLowerCase(Locale.ROOT);
        return QuoteWords.containsAny(lower, WORDS)
                || (QuoteWords.containsAny(lower, COLOURS) && QuoteWords.containsAny(lower, ANSWERS));
    }
}
