package io.deskwire.mime.kind;

import io.deskwire.message.Address;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import org.jspecify.annotations.Nullable;

/** Read receipts that say so only to people: Exchange drops the part of RFC 8098 on some ways, Notes never makes one. */
final class SpokenReceipt {

    private static final int LONGEST = 2000;

    private static final String[] SUBJECTS = Phrases.of(
            "read:|not read:|return receipt|read receipt|gelesen:|ungelesen:|nicht gelesen:|lesebestätigung|lu :|lu:|"
                    + "non lu :|non lu:|accusé de lecture|leído:|no leído:|letto:|non letto:|lida:|lido:|não lida:|não lido:|gelezen:|"
                    + "niet gelezen:|ongelezen:|läst:|oläst:|læst:|ikke læst:|ulæst:|lest:|ulest:|ikke lest:|luettu:|lukematta:|"
                    + "przeczytano:|odczytano:|nie przeczytano:|přečteno:|nepřečteno:|čtení:|prečítané:|elolvasva:|olvasott:|citit:|"
                    + "прочтено:|прочитано:|не прочтено:|αναγνώσθηκε:|διαβάστηκε:|okundu:|okunmadı:|開封済み:|開封済み：|既読:|"
                    + "未開封:|已读:|已讀:|未读:|已读：|已讀：|읽음:|읽지 않음:|נקרא:|تمت القراءة:|مقروء:");

    /** Only in part of a sentence that a machine words: people say "I read". */
    private static final String[] SAID =
            Phrases.of("was read on |was displayed on |was received by:|has been read by|wurde am |a été lu le |"
                    + "a été lu |fue leído|se leyó|è stato letto|foi lida em|foi lido em|is gelezen op|werd gelezen op|lästes |"
                    + "blev læst|ble lest|luettiin |została przeczytana|została odczytana|byla přečtena|bola prečítaná|elolvasva|"
                    + "a fost citit|было прочитано|було прочитано|прочитано |διαβάστηκε|okundu|は開封されました|開封されました|"
                    + "に読まれました|已阅读|的阅读时间|被阅读|已于|已讀取|읽었습니다|נקראה|تمت قراءة");

    private static final String[] UNREAD = Phrases.of(
            "deleted without being read|ohne gelesen|ohne dass sie gelesen|ungelesen gelöscht|sans avoir été lu|"
                    + "sin leer|sin haber sido leído|senza essere stato letto|sem ser lida|sem ter sido lida|zonder te zijn gelezen|"
                    + "zonder dat het is gelezen|utan att ha lästs|utan att läsas|uden at være læst|uden at blive læst|uten å bli lest|"
                    + "lukematta|bez przeczytania|nieprzeczytan|bez přečtení|не было прочитано|без прочтения|okunmadan|"
                    + "開封されずに|読まれずに|未读就|未阅读|未讀即|읽지 않고");

    private SpokenReceipt() {}

    /** The report of a receipt; null when this is none. */
    static @Nullable DeliveryReport of(
            @Nullable String subject, String text, @Nullable Address from, @Nullable String answered) {
        if (subject == null || text.length() > LONGEST) {
            return null;
        }
        String about = BounceSigns.plain(subject).strip();
        String said = BounceSigns.plain(text).replace('\n', ' ');
        if (!Phrases.begins(about, SUBJECTS) || !said.contains(seen(about))) {
            return null;
        }
        boolean unread = Phrases.in(said, UNREAD);
        if (!unread && !Phrases.in(said, SAID)) {
            return null;
        }
        DeliveryStatus status = unread ? DeliveryStatus.DELIVERED : DeliveryStatus.READ;
        return new DeliveryReport(answered, null, from, status, null, null, null);
    }

    /** The subject of the message that was read, which every receipt repeats. */
    private static String seen(String subject) {
        int colon = Math.max(subject.indexOf(':'), subject.indexOf('：'));
        return subject.substring(colon + 1).strip();
    }
}
