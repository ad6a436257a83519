package io.deskwire.mime.header;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What months, zones and halves of the day are called in dates of mail, in the languages of programs that translate them. */
final class DateNames {

    /** No such name. */
    static final int NONE = Integer.MIN_VALUE;

    /** How the names of the months begin, January first. */
    private static final String[] MONTHS = {
        "jan ene gen янв січ ιαν oca sty led tam ian",
        "feb fév fev фев лют φεβ şub lut úno hel",
        "mar mrz mrt mär maa már мар бер μαρ bře",
        "apr avr abr ápr апр кві απρ nis kwi dub huh",
        "may mai mei mag maj máj май мая тра μαι μαϊ μάι kvě tou",
        "jun jui giu jún июн чер haz cze kes iun",
        "jul lug júl июл лип tem lip hei iul",
        "aug aoû aou ago agu авг сер αυγ ağu sie srp elo",
        "sep set sze сен вер σεπ eyl wrz zář syy",
        "oct okt ott out окт жов οκτ eki paź říj lok",
        "nov ноя лис νοε kas lis noi",
        "dec dez déc dic des дек гру δεκ ara gru pro jou",
    };

    /** Minutes east of Greenwich. Where a name has several meanings, the one that mail programs write. */
    private static final String[] ZONES = {
        "ut=0 utc=0 gmt=0 z=0 est=-300 edt=-240 cst=-360 cdt=-300 mst=-420 mdt=-360 pst=-480 pdt=-420",
        "ast=-240 adt=-180 nst=-210 ndt=-150 brt=-180 brst=-120 art=-180 bst=60 ist=330 cet=60 cest=120",
        "mez=60 mesz=120 met=60 mest=120 eet=120 eest=180 wet=0 west=60 msk=180 мск=180 trt=180 sast=120",
        "pkt=300 wib=420 ict=420 jst=540 kst=540 hkt=480 sgt=480 pht=480 awst=480 acst=570 acdt=630 aest=600",
        "aedt=660 nzst=720 nzdt=780 hst=-600 akst=-540 akdt=-480",
    };

    private static final Map<String, Integer> MONTH = new HashMap<>();
    private static final Map<String, Integer> ZONE = new HashMap<>();

    private static final Pattern EASTERN_DATE =
            Pattern.compile("(\\d{4})\\s*[年년]\\s*(\\d{1,2})\\s*[月월]\\s*(\\d{1,2})\\s*[日일]");
    private static final Pattern MORNING = Pattern.compile("午前|上午|오전");
    private static final Pattern AFTERNOON = Pattern.compile("午後|下午|오후");

    static {
        for (int i = 0; i < MONTHS.length; i++) {
            for (String name : MONTHS[i].split(" ", -1)) {
                MONTH.put(name, i + 1);
            }
        }
        for (String line : ZONES) {
            for (String zone : line.split(" ", -1)) {
                String[] pair = zone.split("=", 2);
                ZONE.put(pair[0], Integer.valueOf(pair[1]));
            }
        }
    }

    private DateNames() {}

    /** The month, 1 to 12, that a lower-case word of at least three letters begins like, or {@link #NONE}. */
    static int month(String word) {
        if (word.startsWith("juil")
                || word.startsWith("ιουλ")
                || word.startsWith("červenec")
                || word.startsWith("čvc")) {
            return 7;
        }
        if (word.startsWith("ιουν") || word.startsWith("červ") || word.startsWith("čvn")) {
            return 6;
        }
        return word.startsWith("marr") ? 11 : MONTH.getOrDefault(word.substring(0, 3), NONE);
    }

    /** Minutes east of Greenwich of a zone's lower-case name, or {@link #NONE}. */
    static int zone(String word) {
        return ZONE.getOrDefault(word, NONE);
    }

    /** Chinese, Japanese and Korean dates in the form of others. */
    static String western(String text) {
        if (text.chars().allMatch(c -> c < 0x1100)) {
            return text;
        }
        String date = EASTERN_DATE.matcher(text).replaceFirst("$1/$2/$3 ");
        return AFTERNOON.matcher(MORNING.matcher(date).replaceFirst(" am ")).replaceFirst(" pm ");
    }
}
