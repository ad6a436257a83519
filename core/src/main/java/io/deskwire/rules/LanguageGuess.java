package io.deskwire.rules;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which language a text is in: by its script where that says it, else by the small words that every sentence has. Says
 * nothing rather than guess at a short or mixed text; it knows the languages listed here and no other.
 */
final class LanguageGuess {

    /** More than that tells nothing new. */
    private static final int LOOKED_AT = 4_000;

    private static final int FEWEST_LETTERS = 4;
    private static final int FEWEST_WORDS = 3;

    /** Small words are a quarter to a half of any sentence; one of so many is enough. */
    private static final int ONE_OF = 9;

    private static final Map<String, Set<String>> WORDS = new HashMap<>();

    static {
        words(
                "en",
                "the and you your is are was this that with for have has not can would please we our from my they i be to of");
        words(
                "de",
                "der die das und ist nicht ich sie wir mit für auf ein eine einen den dem von zu bitte haben habe wird sind auch mein");
        words(
                "fr",
                "le la les et est vous nous je pas pour une un des dans avec votre que qui sur mon ma bonjour merci avez du au ce");
        words(
                "es",
                "el la los las y es que de no para con por una un su mi pero gracias hola está tengo como en del al se usted");
        words(
                "pt",
                "o os as e é que não para com uma um seu sua meu minha mas obrigado obrigada olá está tenho em do da no na você");
        words(
                "it",
                "il lo gli le e è che non per con una un del della di sono ho mio mia grazie buongiorno questo in nel si vi");
        words(
                "nl",
                "de het een en is niet ik u wij met voor op van dat dit heb heeft mijn zijn bij naar graag bedankt te aan ook");
        words("sv", "och är det att inte jag vi med för på en ett som har min mitt kan till av den tack hej från men");
        words(
                "da",
                "og er det at ikke jeg vi med for på en et som har min mit kan til af den tak hej fra jer men blev");
        words(
                "no",
                "og er det å ikke jeg vi med for på en et som har min mitt kan til av den takk hei fra dere men ble");
        words(
                "fi",
                "ja on ei se että minun olen mutta kun voi ovat tämä kiitos hei olisi mitä myös kuin niin tai en sen");
        words("pl", "i w nie się na że to jest z do jak ale mam czy dla proszę dziękuję dzień od po są był przez mi");
        words("cs", "a je se na že to v s do jak ale mám pro prosím děkuji dobrý jsem není od po jsou byl si by");
        words("hu", "a az és hogy nem van egy ez meg is de mert kérem köszönöm jó csak már még volt vagy ha ön");
        words("ro", "și si este nu la cu pe un o că pentru mai am din sunt care vă rog mulțumesc bună dar fost ce să");
        words(
                "tr",
                "ve bir bu da de için ile ben çok ama var yok değil lütfen teşekkürler merhaba olarak daha mi ne gibi kadar");
        words(
                "id",
                "yang dan di saya tidak ini itu untuk dengan ada dari ke akan sudah bisa anda kami terima kasih tolong apa");
        words("vi", "và là của không tôi có được cho này với các một những đã trong bạn xin cảm ơn khi đến");
    }

    private LanguageGuess() {}

    private static void words(String language, String words) {
        WORDS.put(language, Set.of(words.split(" ")));
    }

    /** The text's language as an ISO 639 code; empty when it does not show. */
    static Optional<String> of(@Nullable String subject, String text) {
        String sample = withoutAddresses(Folding.cut(text.isBlank() && subject != null ? subject : text, LOOKED_AT)
                .toLowerCase(Locale.ROOT));
        Map<UnicodeScript, Integer> scripts = new EnumMap<>(UnicodeScript.class);
        Set<Character> letters = new HashSet<>();
        sample.codePoints().filter(Character::isLetter).forEach(c -> {
            scripts.merge(UnicodeScript.of(c), 1, Integer::sum);
            letters.add((char) c);
        });
        int all = scripts.values().stream().mapToInt(Integer::intValue).sum();
        // Japanese mixes three scripts, and Chinese has but one of them.
        int kana = scripts.getOrDefault(UnicodeScript.HIRAGANA, 0) + scripts.getOrDefault(UnicodeScript.KATAKANA, 0);
        if (all < FEWEST_LETTERS) {
            return Optional.empty();
        }
        if (kana * 10 > all) {
            return Optional.of("ja");
        }
        // Names and terms in Latin letters stand in every text.
        UnicodeScript main = scripts.entrySet().stream()
                .filter(script -> script.getValue() * (script.getKey() == UnicodeScript.LATIN ? 2 : 3) > all)
                .max(Comparator.comparingInt(script -> script.getKey() == UnicodeScript.LATIN ? 0 : script.getValue()))
                .map(Map.Entry::getKey)
                .orElse(UnicodeScript.COMMON);
        return switch (main) {
            case HAN -> Optional.of("zh");
            case HANGUL -> Optional.of("ko");
            case THAI -> Optional.of("th");
            case GREEK -> Optional.of("el");
            case HEBREW -> Optional.of("he");
            case GEORGIAN -> Optional.of("ka");
            case ARMENIAN -> Optional.of("hy");
            case DEVANAGARI -> Optional.of("hi");
            case BENGALI -> Optional.of("bn");
            case TAMIL -> Optional.of("ta");
            case ARABIC -> Optional.of(any(letters, "پچژگ") ? "fa" : "ar");
            case CYRILLIC -> cyrillic(letters);
            case LATIN -> byWords(sample);
            default -> Optional.empty();
        };
    }

    private static Optional<String> cyrillic(Set<Character> letters) {
        if (any(letters, "ђјљњћџ")) {
            return Optional.of("sr");
        }
        if (any(letters, "ґєії")) {
            return Optional.of("uk");
        }
        if (any(letters, "ыэё")) {
            return Optional.of("ru");
        }
        return letters.contains('ъ') ? Optional.of("bg") : Optional.empty();
    }

    private static boolean any(Set<Character> letters, String of) {
        return of.chars().anyMatch(c -> letters.contains((char) c));
    }

    /** Addresses and file names are in no language. */
    private static String withoutAddresses(String text) {
        StringBuilder words = new StringBuilder();
        for (String word : text.split("\\s+", -1)) {
            boolean address = word.indexOf('@') >= 0 || word.indexOf('/') >= 0 || word.indexOf('_') >= 0;
            int dot = word.indexOf('.');
            if (!address && (dot < 0 || dot == word.length() - 1)) {
                words.append(word).append(' ');
            }
        }
        return words.toString();
    }

    /** The language with most words, if they are many and well ahead of the next. */
    private static Optional<String> byWords(String sample) {
        Map<String, Integer> hits = new HashMap<>();
        int all = 0;
        for (String word : sample.split("[^\\p{L}]+", -1)) {
            all += word.isEmpty() ? 0 : 1;
            WORDS.forEach((language, words) -> {
                if (words.contains(word)) {
                    hits.merge(language, 1, Integer::sum);
                }
            });
        }
        List<Map.Entry<String, Integer>> order = new ArrayList<>(hits.entrySet());
        order.sort(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        if (order.isEmpty()) {
            return Optional.empty();
        }
        int most = order.get(0).getValue();
        int next = order.size() == 1 ? 0 : order.get(1).getValue();
        boolean many = most >= FEWEST_WORDS && most * ONE_OF >= all;
        return many && most * 4 >= next * 5 ? Optional.of(order.get(0).getKey()) : Optional.empty();
    }

    /** The first language of a Content-Language field (RFC 3282). Mailers put their user's settings there. */
    static Optional<String> declared(List<String> fields) {
        return fields.stream()
                .map(field -> field.strip().toLowerCase(Locale.ROOT).split("[^a-z]", 2)[0])
                .filter(code -> code.length() == 2 || code.length() == 3)
                .findFirst();
    }
}
